import { expect, test } from 'vitest';
import type { AfterSteps, LayerDiagnosis, Measurements } from '../src/doctor/diagnosis.ts';
import { find } from '../src/doctor/findings/find.ts';

const same = (value: number) => ({ min: value, median: value, max: value });

const layer = (name: string, from: string, more: Partial<LayerDiagnosis> = {}): LayerDiagnosis => ({
  name,
  kind: 'integrate-and-fire',
  neurons: 10,
  lambda: same(2),
  inputs: [{ from, threshold: same(1) }],
  heaviest: 0.5,
  peak: 1,
  clipped: 0,
  activity: 0.3,
  rates: { mean: 0.1, silent: 0, histogram: [] },
  correlation: 0.99,
  error: 0,
  ...more,
});

const after = (steps: number, accuracy: number, silent = 0): AfterSteps => ({
  steps,
  accuracy,
  silent,
  spikes: 1,
  operations: 1,
  joules: 1,
});

/** A conversion that nothing is to be said against. */
const healthy: Measurements = {
  data: { name: 'digits', synthetic: true, samples: 100, layerSamples: 10 },
  network: { encoding: 'bernoulli', resetBy: 'subtraction', initialPotential: 0 },
  ann: { accuracy: 0.99, recordedAccuracy: 0.99, operations: 1, joules: 1 },
  steps: [after(10, 0.2, 0.9), after(20, 0.8), after(100, 0.99)],
  latency: 100,
  layers: [layer('a', 'input'), layer('b', 'a'), layer('c', 'b')],
  assumption: '',
};

const messages = (measured: Partial<Measurements>): string[] => find({ ...healthy, ...measured }).map(({ message }) => message);

test('a healthy conversion gives no finding', () => {
  expect(messages({})).toEqual([]);
});

test('clipped activations', () => {
  expect(messages({ layers: [layer('a', 'input', { clipped: 0.31 }), layer('b', 'a', { clipped: 0.02 })] })).toEqual([
    'a: 31.0 % of its activations are clipped, for they are above lambda. Balance with the maximum, or a higher percentile.',
  ]);
});

test('thresholds that are not divided', () => {
  const rates = (mean: number) => ({ mean, silent: 0, histogram: [] });
  const layers = [
    layer('a', 'input', { rates: rates(0.12) }),
    layer('pool', 'a', { kind: 'max-pool', inputs: [{ from: 'a' }], rates: rates(0.12) }),
    layer('b', 'pool', { lambda: same(8), peak: 0.45, rates: rates(0.03) }),
    layer('c', 'b', { lambda: same(3), peak: 0.07, activity: 0.004, rates: rates(0.004) }),
  ];
  expect(messages({ layers })).toEqual([
    "Rates drift from layer to layer (0.12, 0.12, 0.03, 0.004): thresholds aren't divided by the lambda of the layer before. Convert again with thresholds lambda_l / lambda_(l-1).",
  ]);
  // The same rates where peaks stay near lambda: sparse layers, rightly balanced.
  expect(messages({ layers: layers.map((each) => ({ ...each, peak: 0.9, activity: 0.1 })) })).toEqual([]);
  // Lambdas of 1 are the same divided or not.
  expect(messages({ layers: layers.map((each) => ({ ...each, lambda: same(1), activity: 0.1 })) })).toEqual([]);
});

test('weights that cross the threshold alone', () => {
  const layers = [layer('a', 'input', { heaviest: 1.5 }), layer('b', 'a', { heaviest: 2.41 })];
  expect(messages({ layers })).toEqual([
    'b: one spike is worth up to 2.41 thresholds, so it alone crosses the threshold, and then again for some steps. Balance with a larger lambda.',
  ]);
  expect(messages({ layers, network: { ...healthy.network, resetBy: 'zero' } })).toEqual([
    'a: one spike is worth up to 1.5 thresholds, so it alone crosses the threshold, what exceeds it is lost. Reset by subtraction, or balance with a larger lambda.',
    'b: one spike is worth up to 2.41 thresholds, so it alone crosses the threshold, what exceeds it is lost. Reset by subtraction, or balance with a larger lambda.',
  ]);
});

test('a layer whose activations are far below lambda', () => {
  const silent = { mean: 0, silent: 1, histogram: [] };
  const layers = [
    layer('a', 'input', { activity: 0.004 }),
    layer('b', 'a', { activity: 0.004, rates: silent }),
    layer('c', 'b', { activity: 0 }),
  ];
  expect(messages({ layers })).toEqual([
    'a: an active neuron is due 0.4 spikes in 100 steps, for lambda is far above its activations. Most of it is silent. Balance with a percentile, such as 99.9, or run more steps.',
    'b: an active neuron is due 0.4 spikes in 100 steps, for lambda is far above its activations. It never spikes. Balance with a percentile, such as 99.9, or run more steps.',
  ]);
});

test('the first layer whose correlation drops, and no other', () => {
  const layers = [
    layer('a', 'input', { correlation: 0.98 }),
    layer('b', 'a', { correlation: 0.71 }),
    layer('c', 'b', { correlation: 0.4 }),
  ];
  expect(find({ ...healthy, layers })).toEqual([
    {
      rule: 'correlation-drop',
      layer: 'b',
      message: 'b: the correlation with the ANN drops from 0.98 to 0.71. Look there first.',
    },
  ]);
  const junction = layer('d', 'b', { inputs: [{ from: 'a' }, { from: 'c' }], correlation: 0.7 });
  expect(messages({ layers: [layers[0]!, layer('c', 'a', { correlation: 0.75 }), junction] })[0]).toMatch(/^c: /);
  expect(messages({ layers: [layers[0]!, layer('c', 'a', { correlation: 0.9 }), junction] })[0]).toMatch(/^d: .* from 0.90 to 0.70/);
});

test('a silent output', () => {
  expect(messages({ steps: [after(10, 0.2, 0.9), after(20, 0.8, 0.4), after(100, 0.99, 0.2)] })).toEqual([
    'The output is silent for 40.0 % of the samples after 20 steps, where its potentials decide. Give it more steps, start potentials at 1/2, or read the membrane.',
  ]);
  expect(messages({ steps: [after(1, 0.99, 0.5), after(5, 0.99, 0.5)] })[0]).toMatch(/50.0 % of the samples after 5 steps/);
});

test('an accuracy below that of the ANN', () => {
  expect(messages({ steps: [after(50, 0.5), after(100, 0.7)] })).toEqual([
    "Accuracy is 70.0 % after 100 steps, more than a point below the ANN's 99.0 %. It was 50.0 % after 50 and still rises: give it more steps.",
  ]);
  expect(messages({ steps: [after(50, 0.7), after(100, 0.7)] })[0]).toMatch(
    /It no longer rises, so more steps won't help: see the layers\.$/,
  );
  expect(messages({ steps: [after(50, 0.7)] })).toEqual([
    "Accuracy is 70.0 % after 50 steps, more than a point below the ANN's 99.0 %. Give it more steps.",
  ]);
  expect(messages({ steps: [after(50, 0.98)] })).toEqual([]);
  // Four of a hundred samples, five of a hundred.
  expect(messages({ steps: [after(50, 0.951)] })).toEqual([]);
  expect(messages({ steps: [after(50, 0.94)] })).toHaveLength(1);
});

test('weights that stand for another network', () => {
  const ann = { accuracy: 0.62, recordedAccuracy: 0.99, operations: 1, joules: 1 };
  const steps = [after(100, 0.62)];
  expect(messages({ ann, steps })).toEqual([
    'The network that the weights stand for gets 62.0 % of the samples right, the one that was converted 99.0 %: other weights, other data, or other preprocessing. Convert it again, and measure on the dataset that it was trained on.',
  ]);
  // Few samples, and within three standard errors.
  expect(messages({ ann: { ...ann, accuracy: 0.6, recordedAccuracy: 0.7 }, steps, data: { ...healthy.data, samples: 100 } })).toEqual([]);
});
