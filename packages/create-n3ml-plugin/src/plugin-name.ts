import { N3mlError } from '@n3ml/core';

const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** npm takes 214 characters for the whole name of a package. */
const LONGEST = 100;

/** What a module in strict mode can't call a constant. */
const reserved = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if
  implements import in instanceof interface let new null package private protected public return static super switch this throw true try
  typeof var void while with yield`.split(/\s+/),
);

/** The nearest legal name that is another one; undefined where nothing of it is left. */
function legalForm(name: string): string | undefined {
  const kebab = name
    .normalize('NFKD')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, LONGEST - 3)
    .replace(/-+$/, '');
  if (kebab === '') return undefined;
  return kebab === name || reserved.has(kebab) ? `my-${kebab}` : kebab;
}

/** The error for a name that can't be taken, with one that would do. */
export function badName(what: string, name: string, reason: string): N3mlError {
  const form = legalForm(name);
  const remedy = form === undefined ? "Give one like 'my-rule'." : `How about '${form}'?`;
  return new N3mlError('N3ML_BAD_NAME', `The ${what} ${JSON.stringify(name)} ${reason}. ${remedy}`, { details: { name } });
}

/**
 * Checks the name of a plugin, which becomes the name of a file, of a package and, in camelCase, of a constant.
 *
 * @returns the name; `n3ml-plugin-` in front of it, the package's prefix, is taken off
 * @throws N3mlError N3ML_BAD_NAME with a name that would do
 */
export function checkName(given: string): string {
  const name = given.replace(/^n3ml-plugin-(?=.)/, '');
  if (!KEBAB.test(name)) throw badName('name', name, 'is not in lower-case words with hyphens between, the first letter a to z');
  if (name.length > LONGEST) throw badName('name', name, `has ${name.length} characters, more than ${LONGEST}`);
  if (reserved.has(name)) throw badName('name', name, 'is a word of JavaScript');
  return name;
}

/**
 * Checks what stands before the slash in the names of a registry: `acme` of `acme/my-rule`.
 *
 * @throws N3mlError N3ML_BAD_NAME
 */
export function checkScope(scope: string): string {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(scope) || scope.length > LONGEST) {
    throw badName('scope', scope, 'is not in lower-case words with hyphens between');
  }
  return scope;
}

/** `my-rule` as `myRule`. */
export const camelCase = (name: string): string => name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `my-rule` as `MyRule`. */
export const pascalCase = (name: string): string => camelCase(`-${name}`);
