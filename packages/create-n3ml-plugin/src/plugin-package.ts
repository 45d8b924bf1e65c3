import type { PluginKind } from './kinds.ts';
import { badName, camelCase, pascalCase } from './plugin-name.ts';
import { type PackageFiles, readTemplate } from './template.ts';
import { withVersions } from './versions.ts';

/** Which plugin is wanted. */
export interface PluginRequest {
  /** In kebab-case, see {@link checkName}. */
  readonly name: string;
  readonly kind: PluginKind;
  /** What stands before the slash of its name in a registry. @default no scope: the name alone */
  readonly scope?: string | undefined;
}

const replacementsFor = ({ name, scope }: PluginRequest, packageName: string): Record<string, string> => ({
  'n3ml-plugin-template-name': packageName,
  'template-scope/template-name': scope === undefined ? name : `${scope}/${name}`,
  'template-name': name,
  templateName: camelCase(name),
  TemplateName: pascalCase(name),
});

const COMMENT_OR_STRING = /\/\*[\s\S]*?\*\/|\/\/.*|(['"`])(?:\\.|(?!\1)[^\\])*\1/g;

/**
 * Refuses a name that the template has another use for: two constants, or two files, would get the same one.
 *
 * @throws N3mlError N3ML_BAD_NAME
 */
function refuseUsedName({ name, kind }: PluginRequest): void {
  const identifier = new RegExp(`\\b${camelCase(name)}\\b`);
  for (const [path, text] of readTemplate([kind], {})) {
    if (path === `src/${name}.ts` || (path.endsWith('.ts') && identifier.test(text.replace(COMMENT_OR_STRING, '')))) {
      throw badName('name', name, `is the name of something else in the package of a new ${kind.replace('-', ' ')}`);
    }
  }
}

/**
 * A package of its own, `n3ml-plugin-<name>`, that depends on the published packages of n3ml.
 *
 * @throws N3mlError N3ML_BAD_NAME where the template has another use for the name
 */
export function pluginPackage(request: PluginRequest): PackageFiles {
  refuseUsedName(request);
  const replacements = { ...replacementsFor(request, `n3ml-plugin-${request.name}`), 'template-year': String(new Date().getFullYear()) };
  const files = readTemplate(['package', request.kind], replacements);
  return new Map([...files].map(([path, text]) => [path, path === 'package.json' ? withVersions(text) : text]));
}

/**
 * A package of n3ml's own workspace, `@n3ml/<name>`, for `packages/<name>` there.
 *
 * @throws N3mlError N3ML_BAD_NAME as {@link pluginPackage}
 */
export function workspacePackage(request: PluginRequest): PackageFiles {
  refuseUsedName(request);
  return readTemplate(['workspace', request.kind], replacementsFor(request, `@n3ml/${request.name}`));
}
