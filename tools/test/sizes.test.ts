import { expect, test } from 'vitest';
import { complaintsAbout, sizesSentence, sizesTable } from '../sizes/report.ts';

const core = { short: 'core', minified: 15_012, gzip: 6_000 };

test('within its budget a package is a row of the table', () => {
  expect(complaintsAbout([core], { core: 15_012 })).toEqual([]);
  expect(
    sizesTable([core], { core: 15_012 })
      .split('\n')
      .map((line) => line.trim().split(/\s+/)),
  ).toEqual([
    ['package', 'minified', 'gzip', 'budget'],
    ['core', '15,012', '6,000', '15,012'],
  ]);
  expect(sizesSentence([core])).toContain('`@n3ml/core` 15.0 kB (6.0 kB gzipped)');
});

test('a package over its budget, one without and a budget without a package are told', () => {
  expect(complaintsAbout([core], { core: 15_000 })).toEqual([
    'core is 12 bytes over its budget of 15,000: make it smaller, or say why it may grow.',
  ]);
  expect(complaintsAbout([core], { cores: 15_000 })).toEqual([
    'core has no budget: it is 15,012 bytes. Give it one in tools/sizes/budgets.ts.',
    "tools/sizes/budgets.ts has a budget for 'cores', which is no package.",
  ]);
});
