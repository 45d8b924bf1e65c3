import { readFileSync } from 'node:fs';

/** The version of the package that this file is in. */
export const version: string = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version: string }
).version;
