import { type Kind, N3mlError, type Registry, suggest } from '@n3ml/core';
import { kebabCase } from './flag.ts';

/** Something in a registry. */
export interface NamedThing {
  readonly kind: Kind;
  readonly name: string;
}

/** The kinds of which the registry has something, in the order in which plugins brought them. */
export const kindsOf = ({ plugins }: Registry): readonly Kind[] => [
  ...new Set(plugins.flatMap(({ provides }) => Object.keys(provides) as Kind[])),
];

/** What is meant by `learningRule/power-law`, `learning-rule/power-law` or, where nothing else has the name, `power-law`. */
export function findThings(registry: Registry, typed: string): readonly NamedThing[] {
  const [kind, name] = splitPath(registry, typed);
  if (kind !== undefined) return registry.has(kind, name) ? [{ kind, name }] : [];
  return kindsOf(registry).flatMap((candidate) => (registry.has(candidate, typed) ? [{ kind: candidate, name: typed }] : []));
}

/** @throws N3mlError N3ML_UNKNOWN_NAME with a suggestion; N3ML_AMBIGUOUS_NAME where several kinds have the name */
export function namedThing(registry: Registry, typed: string): NamedThing {
  const [thing, ...others] = findThings(registry, typed);
  if (thing && others.length === 0) return thing;
  if (thing) {
    const paths = [thing, ...others].map(({ kind, name }) => `${kebabCase(kind)}/${name}`);
    throw new N3mlError('N3ML_AMBIGUOUS_NAME', `Several things are called '${typed}'. Say which: ${paths.join(' or ')}.`, {
      details: { name: typed, paths },
    });
  }
  throw unknown(registry, typed);
}

/** A name may have a slash of its own: only a kind in front of the first one is taken off. */
function splitPath(registry: Registry, typed: string): readonly [kind: Kind | undefined, name: string] {
  const slash = typed.indexOf('/');
  const word = typed.slice(0, Math.max(0, slash));
  const kind = kindsOf(registry).find((candidate) => candidate === word || kebabCase(candidate) === word);
  return kind === undefined ? [undefined, typed] : [kind, typed.slice(slash + 1)];
}

function unknown(registry: Registry, typed: string): N3mlError {
  const kinds = kindsOf(registry);
  const [kind, name] = splitPath(registry, typed);
  const details = { kind, name };
  if (kind !== undefined)
    return new N3mlError('N3ML_UNKNOWN_NAME', `No ${kind} '${name}'. ${suggest(name, registry.names(kind))}`, { details });
  const slash = typed.indexOf('/');
  if (slash > 0) {
    const word = typed.slice(0, slash);
    const names = kinds.map(kebabCase);
    return new N3mlError('N3ML_UNKNOWN_NAME', `Nothing here is of the kind '${word}'. ${suggest(word, names)}`, { details });
  }
  const [nearest = ''] =
    /^Did you mean '.*?'\? /.exec(
      suggest(
        typed,
        kinds.flatMap((each) => registry.names(each)),
      ),
    ) ?? [];
  return new N3mlError('N3ML_UNKNOWN_NAME', `Nothing is called '${typed}'. ${nearest}'n3ml explain' lists what there is.`, { details });
}
