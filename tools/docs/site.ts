import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import {
  Application,
  type Context,
  Converter,
  MinimalSourceFile,
  normalizePath,
  OptionDefaults,
  type Reflection,
  ReflectionKind,
  type TranslatedString,
  type TypeDocOptions,
} from 'typedoc';
import { type Package, workspaceRoot } from '../workspace.ts';
import { type Page, stagePages } from './stage.ts';
import { typeResolver } from './type-resolver.ts';

const source = '@n3ml/source';

/** What a package offers: the name by which it is imported, and the source that this is. */
function entriesOf({ folder, manifest }: Package): readonly { readonly name: string; readonly file: string }[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([path, row]) => {
    const file = (row as Readonly<Record<string, string>>)[source];
    return file ? [{ name: posix.join(manifest.name, path), file: posix.join(folder, file) }] : [];
  });
}

const options = (folder: string, out: string): TypeDocOptions => ({
  name: 'n3ml',
  entryPointStrategy: 'resolve',
  alwaysCreateEntryPointModule: true,
  tsconfig: join(folder, 'tsconfig.json'),
  readme: join(folder, 'docs/README.md'),
  out,
  router: 'structure',
  excludeExternals: true, // @n3ml/tensor passes all of TensorFlow.js on
  disableSources: true, // the repository has no public address to link to
  skipErrorChecking: true, // a check of its own
  hideGenerator: true,
  searchInDocuments: true,
  searchGroupBoosts: { Documents: 3 },
  sort: ['kind', 'instance-first', 'alphabetical-ignoring-documents'],
  // The sidebar: pages, then a line for each thing that is imported.
  navigation: { includeCategories: false, includeGroups: false, includeFolders: false, excludeReferences: true },
  blockTags: [...OptionDefaults.blockTags, '@differs'],
  customCss: join(workspaceRoot, 'tools/docs/site.css'),
  highlightLanguages: ['typescript', 'json', 'shellscript', 'python', 'html', 'css', 'wasm'],
  validation: {
    notExported: false,
    invalidLink: true,
    invalidPath: true,
    rewrittenLink: true,
    notDocumented: false,
    unusedMergeModuleWith: true,
  },
});

/** A module of the reference is called as it is imported, and begins with the README of its package. */
function presentPackages(context: Context, packages: readonly Package[], folder: string): void {
  const { project, converter } = context;
  const fileOf = (module: Reflection): string | undefined =>
    context.getSymbolFromReflection(module)?.declarations?.[0]?.getSourceFile().fileName;
  for (const one of packages) {
    for (const { name, file } of entriesOf(one)) {
      const module = project.children?.find((child) => fileOf(child) === normalizePath(join(workspaceRoot, file)));
      if (!module?.kindOf(ReflectionKind.Module)) throw new Error(`typedoc has made no module of ${file}.`);
      module.name = name;
      if (name !== one.manifest.name) continue;
      const readme = normalizePath(join(folder, one.folder, 'README.md'));
      module.readme = converter.parseRawComment(new MinimalSourceFile(readFileSync(readme, 'utf8'), readme), project.files).content;
      project.files.registerReflectionPath(readme, module);
    }
  }
}

/** What a site is made of. */
export interface SiteContent {
  /** Those whose sources are the reference. */
  readonly packages: readonly Package[];
  /** The first is the page that the site opens with. */
  readonly pages: readonly Page[];
  /** Paths of those pages that stand at the top of the navigation, in order. */
  readonly top: readonly string[];
}

/** Builds the site. What typedoc warns of is an error: the site isn't written then. */
export async function buildSite({ packages, pages, top }: SiteContent, out: string): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'n3ml-docs-'));
  try {
    stagePages(folder, pages);
    const entryPoints = packages.flatMap(entriesOf).map(({ file }) => join(workspaceRoot, file));
    const compilerOptions = { typeRoots: [join(workspaceRoot, 'node_modules/@types')] };
    const tsconfig = { extends: join(workspaceRoot, 'tsconfig.base.json'), compilerOptions, files: entryPoints };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    const projectDocuments = top.map((path) => join(folder, path));
    const app = await Application.bootstrap({ ...options(folder, out), entryPoints, projectDocuments });
    app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => presentPackages(context, packages, folder));
    const missing = new Set<string>();
    app.converter.addUnknownSymbolResolver(typeResolver(packages, missing));
    const project = await app.convert();
    if (!project) return false;
    app.validate(project);
    for (const sentence of missing) app.logger.warn(sentence as TranslatedString);
    if (app.logger.hasErrors() || app.logger.hasWarnings()) return false;
    await app.generateOutputs(project);
    return !app.logger.hasErrors() && !app.logger.hasWarnings();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
