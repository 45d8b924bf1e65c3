import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as core from '@n3ml/core';

interface Module {
  readonly default?: unknown;
}

/** Whether this Node reads TypeScript: from 22.18 on, unless it was told not to. */
const readsTypeScript = 'typescript' in process.features && Boolean(process.features.typescript);

/** Codes with which Node says that it doesn't read a file of TypeScript: none, none in `node_modules`, or none with more than types to strip. */
const unread = ['ERR_UNKNOWN_FILE_EXTENSION', 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING', 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX'];

const isUnreadTypeScript = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && unread.includes(String(error.code)) && /\.[cm]?ts\b/.test(error.message);

/** The default export of a file of JavaScript or TypeScript. What this Node doesn't read another loader does, which is brought in for it only. */
export async function importDefault(file: string): Promise<unknown> {
  if (['.ts', '.mts', '.cts'].includes(extname(file)) && !readsTypeScript) return importTypeScript(file);
  try {
    return ((await import(pathToFileURL(file).href)) as Module).default;
  } catch (error) {
    if (isUnreadTypeScript(error)) return importTypeScript(file);
    throw error;
  }
}

async function importTypeScript(file: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  // The contracts are there once: what the file imports as @n3ml/core is what runs.
  const loader = createJiti(pathToFileURL(file).href, { fsCache: false, interopDefault: false, virtualModules: { '@n3ml/core': core } });
  return (await loader.import<Module>(file)).default;
}
