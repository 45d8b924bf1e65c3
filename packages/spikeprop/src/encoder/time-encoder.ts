import type { LabelledSet } from '@n3ml/core';

/**
 * Gives the spike times of one sample.
 *
 * @param values of the sample
 * @param out a time in ms for each neuron, Infinity where it is silent: [size]
 * @throws N3mlError where a value can't be encoded
 */
export type TimeCode = (values: ArrayLike<number>, out: Float64Array) => void;

/** Turns values into spike times that are not bound to steps: one spike, or none, for each neuron. */
export interface TimeEncoder {
  /** Number of neurons that so many values drive. */
  size(values: number): number;
  /**
   * What the encoder has to know of the data, such as their range: numbers that go into a checkpoint. It is shown the training samples only.
   *
   * @throws N3mlError where the data can't be encoded
   */
  fit(training: LabelledSet): Float64Array;
  /** How many numbers `fit` gives for samples of so many values. */
  fittedSize(values: number): number;
  /** The code for data of which `fit` gave these numbers. */
  code(fitted: Float64Array): TimeCode;
}
