/**
 * What `npm create n3ml-plugin` is made of: the files of a new plugin package, from templates that are tested here.
 *
 * @packageDocumentation
 */
export { kinds, knownKind, type PluginKind } from './kinds.ts';
export { checkName, checkScope } from './plugin-name.ts';
export { type PluginRequest, pluginPackage, workspacePackage } from './plugin-package.ts';
export { readRequest, type TypedRequest } from './read-request.ts';
export type { PackageFiles } from './template.ts';
export { writePackage } from './write-package.ts';
