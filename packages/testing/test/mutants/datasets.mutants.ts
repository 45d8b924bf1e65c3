import type { Dataset, LabelledSet } from '@n3ml/core';
import { testDataset } from '../../src/index.ts';
import { caughtBy } from './caught-by.ts';

const split: LabelledSet = { count: 2, shape: [2], values: Float32Array.of(0, 1, 2, 3), labels: Uint8Array.of(0, 1) };
const good: Dataset = { name: 'good', synthetic: true, classes: ['a', 'b'], train: split, test: split };
const fits = 'train: counts, shape, values and labels fit together';
let loads = 0;

testDataset(caughtBy('says what it is', 'two classes of one name'), () => ({ ...good, classes: ['a', 'a'] }));
testDataset(caughtBy(fits, 'a label that is no class'), () => ({ ...good, train: { ...split, labels: Uint8Array.of(0, 2) } }));
testDataset(caughtBy(fits, 'a value that is no number'), () => ({
  ...good,
  train: { ...split, values: Float32Array.of(0, 1, 2, Number.NaN) },
}));
testDataset(caughtBy(fits, 'values that are missing'), () => ({ ...good, train: { ...split, values: Float32Array.of(0, 1, 2) } }));
testDataset(caughtBy(fits, 'a split of another dataset'), () => ({ ...good, train: { ...split, name: 'other' } }));
testDataset(caughtBy('test: counts, shape, values and labels fit together', 'samples of another shape'), () => ({
  ...good,
  test: { ...split, shape: [1, 2] },
}));
testDataset(caughtBy('has every class in training', 'a class without samples'), () => ({ ...good, classes: ['a', 'b', 'c'] }));
testDataset(caughtBy('is the same when it is loaded again', 'another order each time'), () => ({
  ...good,
  train: { ...split, labels: loads++ % 2 ? Uint8Array.of(0, 1) : Uint8Array.of(1, 0) },
}));
testDataset(caughtBy('refuses a folder that is not there', 'an error of the file system'), () => good, {
  refused: {
    'a folder that is not there': () => {
      throw new Error('ENOENT');
    },
  },
});
