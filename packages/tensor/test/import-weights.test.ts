import { N3mlError, type Tensor, type Tensors } from '@n3ml/core';
import { type ImportOptions, importWeights, openBackend, tf } from '@n3ml/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { transpose } from '../src/importing/transpose.ts';
import { denseModel, weightsOf } from './tiny-model.ts';
import { drawn, drawnPositive, torchForward } from './torch-forward.ts';

beforeAll(async () => {
  await openBackend({ backend: 'cpu' });
});

/** The network of {@link torchForward}: 3x6x5 - 4c3x2 - norm - ReLU - 2 per channel 2x2 - ReLU - 7 - ReLU - 3. */
function network(): tf.LayersModel {
  const layers = [
    tf.layers.conv2d({ name: 'conv', filters: 4, kernelSize: [3, 2], useBias: false, inputShape: [6, 5, 3] }),
    tf.layers.batchNormalization({ name: 'norm' }),
    tf.layers.reLU({ name: 'relu' }),
    tf.layers.depthwiseConv2d({ name: 'side', kernelSize: 2, depthMultiplier: 2, activation: 'relu' }),
    tf.layers.flatten({ name: 'flatten' }),
    tf.layers.dropout({ name: 'dropout', rate: 0.5 }),
    tf.layers.dense({ name: 'hidden', units: 7, activation: 'relu' }),
    tf.layers.dense({ name: 'output', units: 3, useBias: false }),
  ];
  return tf.sequential({ name: 'network', layers });
}

/** Its weights as `save_file` of PyTorch writes them: sorted by name, with the counter of the norm. */
const torchWeights: Tensors = {
  'fc.weight': drawn([3, 7], 'fc'),
  'features.0.weight': drawn([4, 3, 3, 2], 'conv'),
  'features.1.bias': drawn([4], 'beta'),
  'features.1.num_batches_tracked': { shape: [], data: Float64Array.of(17) },
  'features.1.running_mean': drawn([4], 'mean'),
  'features.1.running_var': drawnPositive([4], 'var'),
  'features.1.weight': drawn([4], 'gamma'),
  'features.10.bias': drawn([7], 'hidden-bias'),
  'features.10.weight': drawn([7, 8 * 3 * 3], 'hidden'),
  'features.3.bias': drawn([8], 'side-bias'),
  'features.3.weight': drawn([8, 1, 2, 2], 'side'),
};
const input = drawn([2, 3, 6, 5], 'input');

/** In this order `fc` comes before `features`, which is not that of the layers. */
const names = {
  'conv/kernel': 'features.0.weight',
  'norm/gamma': 'features.1.weight',
  'norm/beta': 'features.1.bias',
  'norm/moving_mean': 'features.1.running_mean',
  'norm/moving_variance': 'features.1.running_var',
  'side/depthwise_kernel': 'features.3.weight',
  'side/bias': 'features.3.bias',
  'hidden/kernel': 'features.10.weight',
  'hidden/bias': 'features.10.bias',
  'output/kernel': 'fc.weight',
};

function forward(model: tf.LayersModel, { shape, data }: Tensor): number[] {
  const channelsLast = transpose(data, shape, [0, 2, 3, 1]);
  const [samples, channels, height, width] = shape as [number, number, number, number];
  return tf.tidy(() => [...(model.predict(tf.tensor(channelsLast, [samples, height, width, channels])) as tf.Tensor).dataSync()]);
}
const refusal = (model: tf.LayersModel, tensors: Tensors, options: ImportOptions): string => {
  const before = weightsOf(model);
  try {
    importWeights(model, tensors, options);
  } catch (error) {
    expect(error).toBeInstanceOf(N3mlError);
    expect(weightsOf(model)).toEqual(before);
    return (error as Error).message;
  }
  return 'nothing was thrown';
};

describe('transpose', () => {
  it('exchanges axes', () => {
    const data = Float32Array.from({ length: 24 }, (_, k) => k);
    const out = transpose(data, [2, 3, 4], [2, 0, 1]);
    for (let a = 0; a < 2; a++)
      for (let b = 0; b < 3; b++) for (let c = 0; c < 4; c++) expect(out[(c * 2 + a) * 3 + b]).toBe((a * 3 + b) * 4 + c);
  });
});

describe("importWeights from 'pytorch'", () => {
  it('gives what PyTorch would give', () => {
    const model = network();
    importWeights(model, torchWeights, { layout: 'pytorch', names });
    const expected = torchForward(torchWeights, input);
    const answer = forward(model, input);
    for (const [k, value] of answer.entries()) expect(value).toBeCloseTo(expected.data[k]!, 3);
    expect(Math.max(...answer.map(Math.abs))).toBeGreaterThan(1);
  });

  it('finds the order by itself where names count the modules', () => {
    const { 'fc.weight': last, ...features } = torchWeights;
    const model = network();
    importWeights(model, { ...features, 'features.12.weight': last! }, { layout: 'pytorch' });
    const named = network();
    importWeights(named, torchWeights, { layout: 'pytorch', names });
    expect(weightsOf(model)).toEqual(weightsOf(named));
  });

  it('normalizes a flattened map with the numbers of the right places', () => {
    const model = tf.sequential({
      layers: [tf.layers.flatten({ inputShape: [2, 3, 4] }), tf.layers.batchNormalization({ name: 'norm', scale: false, center: false })],
    });
    const [mean, variance] = [drawn([24], 'mean'), drawnPositive([24], 'variance')];
    importWeights(model, { 'norm.running_mean': mean, 'norm.running_var': variance }, { layout: 'pytorch' });
    const [means, variances] = [weightsOf(model)['norm/moving_mean']!, weightsOf(model)['norm/moving_variance']!];
    for (let y = 0; y < 2; y++) {
      for (let x = 0; x < 3; x++) {
        for (let c = 0; c < 4; c++) {
          expect(means[(y * 3 + x) * 4 + c]).toBe(mean.data[(c * 2 + y) * 3 + x]);
          expect(variances[(y * 3 + x) * 4 + c]).toBe(variance.data[(c * 2 + y) * 3 + x]);
        }
      }
    }
  });

  it('accepts a probe that comes out right, and leaks nothing', () => {
    const model = network();
    const before = tf.memory().numTensors;
    const probe = { input, output: torchForward(torchWeights, input) };
    importWeights(model, torchWeights, { layout: 'pytorch', names, probe });
    importWeights(model, { ...torchWeights, 'probe.input': probe.input, 'probe.output': probe.output }, { layout: 'pytorch', names });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('notices by a probe what shapes can not tell', () => {
    const swapped = { ...names, 'norm/gamma': 'features.1.bias', 'norm/beta': 'features.1.weight' };
    const probe = { input, output: torchForward(torchWeights, input) };
    expect(refusal(network(), torchWeights, { layout: 'pytorch', names: swapped, probe })).toMatch(
      /the model's answer to the probe differs by .* \[N3ML_WRONG_LAYOUT\]$/,
    );
  });

  it('says where the order of a file is not that of the layers', () => {
    expect(refusal(network(), torchWeights, { layout: 'pytorch' })).toMatchInlineSnapshot(
      `"In order, tensor 'features.1.weight' would go to weight 'norm/beta', which is something else. Give names. [N3ML_WEIGHTS_MISMATCH]"`,
    );
  });
});

/** A dense network of square matrices: its shapes say nothing. */
const square = (): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.dense({ name: 'a', units: 4, useBias: false, activation: 'relu', inputShape: [4] }),
      tf.layers.dense({ name: 'b', units: 4, useBias: false }),
    ],
  });
const squares: Tensors = { 'a.weight': drawn([4, 4], 'a'), 'b.weight': drawn([4, 4], 'b') };

describe('a wrong layout', () => {
  it('is noticed by the shapes', () => {
    const model = denseModel();
    const tensors = {
      'hidden/kernel': drawn([6, 16], 'k'),
      'hidden/bias': drawn([16], 'b'),
      'output/kernel': drawn([16, 3], 'o'),
    };
    expect(refusal(model, tensors, { layout: 'pytorch' })).toMatchInlineSnapshot(
      `"Tensor 'hidden/kernel' has shape [6, 16], but weight 'hidden/kernel' has [16, 6] in layout 'pytorch'. Every tensor fits in layout 'tensorflow': give that. [N3ML_WRONG_LAYOUT]"`,
    );
    importWeights(model, tensors, { layout: 'tensorflow' });
    expect(weightsOf(model)['output/kernel']).toEqual([...tensors['output/kernel'].data]);
  });

  it('is noticed by a probe where all matrices are square, else somebody is told', () => {
    const notes: string[] = [];
    const note = (message: string): void => void notes.push(message);
    const x = drawn([3, 4], 'x');
    const dense = (rows: readonly number[], { data }: Tensor): number[] =>
      Array.from({ length: 4 }, (_, o) => rows.reduce((sum, value, i) => sum + value * data[4 * o + i]!, 0));
    const output = [0, 1, 2].flatMap((n) => {
      const row = [...x.data.subarray(4 * n, 4 * n + 4)];
      return dense(
        dense(row, squares['a.weight']!).map((value) => Math.max(0, value)),
        squares['b.weight']!,
      );
    });
    const probe = { input: x, output: { shape: [3, 4], data: Float32Array.from(output) } };
    importWeights(square(), squares, { layout: 'pytorch', probe, note });
    expect(refusal(square(), squares, { layout: 'tensorflow', probe, note })).toMatch(/N3ML_WRONG_LAYOUT/);
    expect(notes).toEqual([]);
    importWeights(square(), squares, { layout: 'tensorflow', note });
    expect(notes).toMatchInlineSnapshot(`
      [
        "The shapes of the weights fit layout 'tensorflow' as well as 'pytorch', so nothing shows whether 'tensorflow' is right. Give a probe, or compare the accuracy.",
      ]
    `);
  });
});

describe('importWeights', () => {
  const given = { 'hidden/kernel': 'k', 'hidden/bias': 'b', 'output/kernel': 'o' };
  const tensors: Tensors = { k: drawn([6, 16], 'k'), b: drawn([16], 'b'), o: drawn([16, 3], 'o') };
  const refuse = (changed: Readonly<Record<string, string>>, weights = tensors) =>
    refusal(denseModel(), weights, { layout: 'tensorflow', names: changed });

  it('takes names as they are given', () => {
    const model = denseModel();
    importWeights(model, tensors, { layout: 'tensorflow', names: given });
    expect(weightsOf(model)['hidden/bias']).toEqual([...tensors.b!.data]);
  });

  it('uses every tensor once and leaves none over', () => {
    expect(refuse({ ...given, 'hidden/kernle': 'k' })).toMatchInlineSnapshot(
      `"The model has no weight 'hidden/kernle'. Did you mean 'hidden/kernel'? Known: hidden/bias, hidden/kernel, output/kernel. [N3ML_WEIGHTS_MISMATCH]"`,
    );
    expect(refuse({ 'hidden/kernel': 'k' })).toMatchInlineSnapshot(
      `"The names leave out 'hidden/bias', 'output/kernel' of the model. Name a tensor for every weight. [N3ML_WEIGHTS_MISMATCH]"`,
    );
    expect(refuse({ ...given, 'hidden/kernel': 'kk' })).toMatchInlineSnapshot(
      `"There is no tensor 'kk' for weight 'hidden/kernel'. Did you mean 'k'? Known: b, k, o. [N3ML_WEIGHTS_MISMATCH]"`,
    );
    expect(refuse({ ...given, 'output/kernel': 'k' })).toMatchInlineSnapshot(
      `"Tensor 'k' is named for two weights. Every tensor is used once. [N3ML_WEIGHTS_MISMATCH]"`,
    );
    expect(refuse(given, { ...tensors, extra: drawn([1], 'e') })).toMatchInlineSnapshot(
      `"No weight is named for 'extra'. Name a weight for every tensor, or leave these out. [N3ML_WEIGHTS_MISMATCH]"`,
    );
    expect(refusal(denseModel(), { ...tensors, extra: drawn([1], 'e') }, { layout: 'tensorflow' })).toMatchInlineSnapshot(
      `"There are 4 tensors for the 3 weights of the model: in order, 'o' is left over. Give names, or build the model that the weights belong to. [N3ML_WEIGHTS_MISMATCH]"`,
    );
  });

  it('refuses shapes and numbers that can not be', () => {
    expect(refuse(given, { ...tensors, o: drawn([15, 3], 'o') })).toMatchInlineSnapshot(
      `"Tensor 'o' has shape [15, 3], but weight 'output/kernel' has [16, 3] in layout 'tensorflow'. Give names if the order is wrong, or build the model that the weights belong to. [N3ML_WEIGHTS_MISMATCH]"`,
    );
    const bad = Float32Array.from(tensors.b!.data);
    bad[3] = Number.NaN;
    expect(refuse(given, { ...tensors, b: { shape: [16], data: bad } })).toMatchInlineSnapshot(
      `"Tensor 'b' is NaN at index 3; every weight has to be finite. [N3ML_NOT_A_NUMBER]"`,
    );
    expect(refusal(denseModel(), { ...tensors, 'probe.input': drawn([1, 6], 'p') }, { layout: 'tensorflow' })).toMatchInlineSnapshot(
      `"There is a tensor 'probe.input' but no 'probe.output': a probe needs both. [N3ML_WEIGHTS_MISMATCH]"`,
    );
  });

  it('says which layer it does not know in the order of PyTorch', () => {
    const model = tf.sequential({
      layers: [tf.layers.simpleRNN({ name: 'memory', units: 2, useBias: false, recurrentInitializer: 'zeros', inputShape: [3, 2] })],
    });
    const weights = { 'memory/kernel': drawn([2, 2], 'a'), 'memory/recurrent_kernel': drawn([2, 2], 'b') };
    expect(refusal(model, weights, { layout: 'pytorch' })).toMatch(/N3ML_UNSUPPORTED_LAYER/);
  });
});
