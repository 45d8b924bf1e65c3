import { expect, test } from 'vitest';
import { createN3ml } from '../src/index.ts';

const registry = createN3ml();
const all = registry.plugins.flatMap(({ provides }) =>
  Object.entries(provides).flatMap(([kind, factories]) => Object.keys(factories ?? {}).map((name) => registry.describe(kind, name))),
);
const path = ({ kind, name }: { readonly kind: string; readonly name: string }): string => `${kind}/${name}`;

test.each(all.map((one) => [path(one), one] as const))('%s says in one sentence what it is', (_, { name, about }) => {
  expect(about?.summary).toMatch(/^[A-Z0-9].*\.$/);
  expect(about?.summary.length).toBeLessThanOrEqual(160);
  expect(about?.summary.toLowerCase().startsWith(name)).toBe(false);
});

test('neurons, rules, models and networks name their source, but for two that have none of their own', () => {
  const withoutSource = all.filter(
    ({ kind, about }) => ['neuron', 'learningRule', 'model', 'ann'].includes(kind) && about?.source === undefined,
  );
  // Any converted network, and the family of which vgg16 is the member with a paper.
  expect(withoutSource.map(path).sort()).toEqual(['ann/vgg', 'model/converted']);
});

test('sources name a year, and DOIs are written as such', () => {
  for (const { about } of all) {
    if (about?.source === undefined || about.source.startsWith('https://')) continue;
    expect(about.source).toMatch(/\b(19|20)\d\d\b/);
    for (const [doi] of about.source.matchAll(/doi:\S*/g)) expect(doi).toMatch(/^doi:10\.\d{4,}\/\S+$/);
  }
});
