import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createN3ml } from 'n3ml';
import { readPackages, workspaceRoot } from '../workspace.ts';
import { cataloguePages } from './catalogue.ts';
import { brokenLinks } from './link-check.ts';
import { buildSite } from './site.ts';
import type { Page } from './stage.ts';

// `npm run docs [-- folder]`: builds the documentation into `site`, and says which of its links lead nowhere.

const written = [
  'getting-started',
  'five-minute-tour',
  'learning-rule',
  'observer',
  'streams',
  'conversion',
  'spikeprop',
  'coming-from',
].map((name) => `docs/${name}.md`);

const out = resolve(process.argv[2] ?? join(workspaceRoot, 'site'));
const print = (text: string): void => void process.stderr.write(`${text}\n`);
const read = (path: string): Page => ({ path, markdown: readFileSync(join(workspaceRoot, path), 'utf8') });

const packages = readPackages(workspaceRoot).filter(({ folder, manifest }) => folder.startsWith('packages/') && manifest.exports);
const catalogue = await cataloguePages(createN3ml());
const built = await buildSite(
  {
    packages,
    pages: [...['docs/README.md', ...written].map(read), ...catalogue, ...packages.map(({ folder }) => read(`${folder}/README.md`))],
    top: [...written, catalogue[0]!.path],
  },
  out,
);
const broken = built ? brokenLinks(out) : [];
for (const sentence of broken) print(sentence);
if (built && broken.length === 0) print(`Open ${join(out, 'index.html')}.`);
process.exitCode = built && broken.length === 0 ? 0 : 1;
