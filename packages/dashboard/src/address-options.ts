import type { OptionSpecs } from '@n3ml/core';

/** Where a dashboard is served, and to whom. */
export interface AddressOptions {
  /** 0: any that is free. @default 8765 */
  readonly port?: number;
  /** Address to bind to. @default '127.0.0.1': this machine only */
  readonly host?: string;
  /** What browsers have to know: 16 to 128 letters, digits, '-' or '_'. @default none on this machine, a random one on any other address */
  readonly token?: string;
}

/** Specs of {@link AddressOptions}. */
export const addressSpecs = {
  port: { type: 'integer', describe: 'port of the page; 0: any that is free', default: 8765, min: 0, max: 65_535 },
  host: { type: 'string', describe: 'address to bind to', default: '127.0.0.1' },
  token: { type: 'string', describe: 'what browsers have to know; on another address than this machine a random one where none is given' },
} as const satisfies OptionSpecs;
