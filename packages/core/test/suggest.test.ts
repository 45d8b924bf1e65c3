import { suggest } from '@n3ml/core';
import { expect, test } from 'vitest';

test.each([
  ['poison', ['poisson', 'latency'], "Did you mean 'poisson'? Known: latency, poisson."],
  ['POISSON', ['poisson'], "Did you mean 'poisson'? Known: poisson."],
  ['x', ['y', 'alpha'], "Did you mean 'y'? Known: alpha, y."],
  ['gaussian', ['poisson', 'latency'], 'Known: latency, poisson.'],
  ['triplet', ['tripel', 'triple'], "Did you mean 'triple'? Known: tripel, triple."],
  ['', ['latency'], 'Known: latency.'],
  ['x', [], 'None is known.'],
])('%s among %o', (name, known, expected) => {
  expect(suggest(name, known)).toBe(expected);
});

test('takes any iterable and leaves it as it is', () => {
  const known = new Map([
    ['b', 1],
    ['a', 2],
  ]);
  expect(suggest('zzz', known.keys())).toBe('Known: a, b.');
  expect([...known.keys()]).toEqual(['b', 'a']);
});
