import type { Dataset } from '@n3ml/core';
import { withOptions } from '@n3ml/core';
import { type DividedOptions, divided, dividedSpecs } from './divided.ts';
import { irisMeasurements } from './iris-measurements.ts';
import { labelledSet } from './labelled-set.ts';

const name = 'iris';

/**
 * Fisher's irises: sepal length, sepal width, petal length and petal width in cm of 150 flowers, 50 of each of three species. There is no official
 * split: `split` chooses one of many that are fixed, and `testFraction` 0.2 gives 120 samples to learn from and 30 to test on, with 10 of each species.
 *
 * R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7 (1936).
 *
 * @differs the file of the UCI repository: rows 35 and 38 have the values that Fisher published, which that file has wrong
 * @throws N3mlError N3ML_BAD_OPTION
 */
export const iris = withOptions(
  dividedSpecs,
  (options: DividedOptions = {}): Dataset => {
    const classes = Object.keys(irisMeasurements);
    const values = Object.values(irisMeasurements).flatMap((millimetres) => millimetres.trim().split(/\s+/));
    const labels = Uint8Array.from({ length: values.length / 4 }, (_, flower) => Math.floor(flower / 50));
    const set = labelledSet({
      shape: [4],
      values: Float32Array.from(values, (value) => Number(value) / 10),
      labels,
      classes: classes.length,
      name,
      synthetic: false,
    });
    return divided(set, name, classes, options);
  },
  {
    summary: 'Four lengths in cm of 150 flowers, 50 of each of three species.',
    source: 'R. A. Fisher, "The use of multiple measurements in taxonomic problems", Annals of Eugenics 7 (1936)',
    differs: 'From the file of the UCI repository: rows 35 and 38 have the values that Fisher published, which that file has wrong.',
  },
);
