import { xor } from '@n3ml/datasets';
import { expect, it } from 'vitest';

it('xor: the label says whether the two values differ', () => {
  const { train, test, classes } = xor();
  expect(test).toBe(train);
  expect(classes).toEqual(['equal', 'different']);
  expect(train.count).toBe(4);
  for (let k = 0; k < 4; k++) {
    const [a, b] = train.values.subarray(2 * k, 2 * k + 2);
    expect(train.labels[k]).toBe(a === b ? 0 : 1);
  }
});
