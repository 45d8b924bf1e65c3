import { parseArgs } from 'node:util';
import { N3mlError } from '@n3ml/core';
import { knownKind } from './kinds.ts';
import { checkName, checkScope } from './plugin-name.ts';
import type { PluginRequest } from './plugin-package.ts';

/** A request as it stands on the command line. */
export interface TypedRequest extends PluginRequest {
  /** The folder to write to, where one is named. */
  readonly dir: string | undefined;
}

const options = {
  kind: { type: 'string', default: 'learning-rule' },
  scope: { type: 'string' },
  dir: { type: 'string' },
} as const;

/**
 * Reads `<name> [--kind kind] [--scope scope] [--dir path]`.
 *
 * @throws N3mlError N3ML_BAD_USAGE, N3ML_BAD_NAME, N3ML_UNKNOWN_KIND
 */
export function readRequest(args: readonly string[]): TypedRequest {
  const { positionals, values } = parse(args);
  const [name, extra] = positionals;
  if (name === undefined) throw badUsage('Say what the plugin is called, as in: npm create n3ml-plugin my-rule.');
  if (extra !== undefined) throw badUsage(`'${extra}' is one word too many: the name of a plugin is one word, such as '${name}-${extra}'.`);
  return {
    name: checkName(name),
    kind: knownKind(values.kind),
    scope: values.scope === undefined ? undefined : checkScope(values.scope),
    dir: values.dir,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    // Node's message says what is wrong in its first sentence; the others explain its own syntax.
    throw badUsage(`${(error as Error).message.split(/[.,] /)[0]?.replace(/\.$/, '')}. '--help' lists what there is.`, error);
  }
}

const badUsage = (message: string, cause?: unknown): N3mlError => new N3mlError('N3ML_BAD_USAGE', message, { cause });
