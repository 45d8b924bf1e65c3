import { N3mlError, suggest } from '@n3ml/core';

/** The kinds of plugins that there is a template for; each is a folder of `template/`. */
export const kinds = ['learning-rule', 'neuron', 'encoder', 'observer', 'dataset'] as const;
/** A kind of plugin: 'learning-rule', 'encoder' and so on. */
export type PluginKind = (typeof kinds)[number];

/**
 * The kind that is meant.
 *
 * @throws N3mlError N3ML_UNKNOWN_KIND with a suggestion
 */
export function knownKind(typed: string): PluginKind {
  const kind = kinds.find((one) => one === typed);
  if (kind === undefined)
    throw new N3mlError('N3ML_UNKNOWN_KIND', `No kind '${typed}'. ${suggest(typed, kinds)}`, { details: { kind: typed } });
  return kind;
}
