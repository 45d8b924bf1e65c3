import type { Registry } from '@n3ml/core';
import { type Explanation, explain } from 'n3ml/explain';
import { cataloguePage, cell } from './catalogue-page.ts';
import type { Page } from './stage.ts';

const folder = 'catalogue';

/** The path of the page of something in a registry; a name such as `acme/burst` is a file too. */
const pathOf = (kind: string, name: string): string => `${folder}/${kind}/${name.replaceAll('/', '-')}.md`;

function kindPage(kind: string, all: readonly Explanation[]): Page {
  const rows = all.map(({ name, about }) => `| [${name}](${kind}/${name.replaceAll('/', '-')}.md) | ${cell(about?.summary ?? '')} |`);
  return {
    path: `${folder}/${kind}.md`,
    markdown: [`# ${kind}`, '', '| name | what it is |', '| --- | --- |', ...rows, ''].join('\n'),
    children: all.map(({ name }) => pathOf(kind, name)),
  };
}

/** Pages of everything in a registry: one for each thing, one for each kind, and one over all, which is the first. */
export async function cataloguePages(registry: Registry): Promise<readonly Page[]> {
  const kinds = [...new Set(registry.plugins.flatMap(({ provides }) => Object.keys(provides)))];
  const explained = new Map<string, readonly Explanation[]>();
  for (const kind of kinds) {
    const all: Explanation[] = [];
    for (const name of registry.names(kind as never)) all.push(await explain(registry, kind, name));
    explained.set(kind, all);
  }
  const list = [...explained].map(([kind, all]) => {
    const names = all.map(({ name }) => `[${name}](catalogue/${kind}/${name.replaceAll('/', '-')}.md)`);
    return `| [${kind}](catalogue/${kind}.md) | ${names.join(', ')} |`;
  });
  const over: Page = {
    path: `${folder}.md`,
    markdown: [
      '# Catalogue',
      '',
      'Everything in the registry of the preset, by the words of its plugins; equations and pictures are those of the things as they are made.',
      '',
      '| kind | names |',
      '| --- | --- |',
      ...list,
      '',
    ].join('\n'),
    children: kinds.map((kind) => `${folder}/${kind}.md`),
  };
  return [
    over,
    ...[...explained].flatMap(([kind, all]) => [
      kindPage(kind, all),
      ...all.map((one) => ({ path: pathOf(kind, one.name), markdown: cataloguePage(one) })),
    ]),
  ];
}
