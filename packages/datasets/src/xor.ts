import type { Dataset } from '@n3ml/core';
import { withOptions } from '@n3ml/core';
import { labelledSet } from './labelled-set.ts';

const name = 'xor';

/**
 * Exclusive or: the four pairs of 0 and 1, and whether they differ. The four are training and test samples at once, for there are no others.
 */
export const xor = withOptions(
  {},
  (): Dataset => {
    const pairs = labelledSet({
      shape: [2],
      values: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1),
      labels: Uint8Array.of(0, 1, 1, 0),
      classes: 2,
      name,
      synthetic: false,
    });
    return Object.freeze({ name, synthetic: false, classes: ['equal', 'different'], train: pairs, test: pairs });
  },
  { summary: 'The four pairs of 0 and 1, and whether they differ; training and test samples at once.' },
);
