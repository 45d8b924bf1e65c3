import type { Writable } from 'node:stream';
import type { Registry } from '@n3ml/core';

/** A stream of text, such as `process.stdout`. */
export type Output = Writable & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };

/** Everything that the command line touches of the process, so that it can run inside another one. */
export interface CliContext {
  /** Results: help, listings, and the JSON lines of `--json`. */
  readonly stdout: Output;
  /** Everything for a person to read: progress, notes, errors. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Paths in flags are relative to it. */
  readonly cwd: string;
  /** Aborted with the name of the signal that interrupts: 'SIGINT' or 'SIGTERM'. */
  readonly signal: AbortSignal;
  /** @default createN3ml of this package */
  readonly createRegistry?: () => Registry | Promise<Registry>;
}
