import { expect, test } from 'vitest';
import { predict, predictions } from '../src/run/predict.ts';
import type { SpikingNetwork } from '../src/spiking-network.ts';

const one = Float32Array.of(1);

test('most spikes win, then the potential, then the lower index', () => {
  expect(predict(Float64Array.of(1, 3, 2), Float64Array.of(9, 0, 0), one)).toBe(1);
  expect(predict(Float64Array.of(3, 1, 3), Float64Array.of(0.1, 0.9, 0.2), one)).toBe(2);
  expect(predict(Float64Array.of(3, 3, 3), Float64Array.of(0.5, 0.5, 0.5), one)).toBe(0);
});

test('a silent output is decided by the potential, negative ones too', () => {
  expect(predict(Float64Array.of(0, 0, 0), Float64Array.of(-3, -1, -2), one)).toBe(1);
});

test('a spike counts for what it stands for', () => {
  expect(predict(Float64Array.of(2, 3), Float64Array.of(0, 0), Float32Array.of(2, 1))).toBe(0);
  expect(predict(Float64Array.of(0, 0), Float64Array.of(1, 1.5), Float32Array.of(2, 1))).toBe(0);
});

test('a reading at several steps gives a prediction for each', () => {
  const network = { layers: [{ shape: [2], lambda: one }] } as unknown as SpikingNetwork;
  const reading = {
    counts: Float64Array.of(0, 0, 1, 2, 4, 3),
    potentials: Float64Array.of(0.1, 0, 0, 0, 0, 0),
    spikes: new Float64Array(2),
    operations: 0,
  };
  expect(predictions(network, reading)).toEqual([0, 1, 0]);
});
