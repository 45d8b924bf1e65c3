import { createRegistry, type LabelledSet, randomStream } from '@n3ml/core';
import { fit, openBackend, type tf } from '@n3ml/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import conversion, { type Ann, diehl2015, resnet20, vgg, vgg16 } from '../src/index.ts';

beforeAll(async () => {
  await openBackend({ backend: 'wasm' });
});

const kernels = (model: tf.LayersModel): ReadonlyMap<string, readonly number[]> =>
  new Map(model.weights.map(({ originalName, shape }) => [originalName, shape as number[]]));
const weightsOf = (model: tf.LayersModel): Readonly<Record<string, Float32Array>> =>
  Object.fromEntries(model.weights.map((weight) => [weight.originalName, weight.read().dataSync() as Float32Array]));
const classesOf = (model: tf.LayersModel): readonly string[] => model.layers.map((layer) => layer.getClassName());
const codeOf = (call: () => unknown): unknown => {
  try {
    call();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'nothing was thrown';
};
const spread = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

/** Multiply-adds of one image, of a model that was built at `width`, as they are at width 1. */
function multiplyAdds(model: tf.LayersModel, width: number): number {
  const [first, last] = [model.weights[0]!.originalName, model.weights.at(-1)!.originalName];
  return model.layers.reduce((sum, layer) => {
    const [kernel] = layer.weights;
    if (!kernel) return sum;
    const places = (layer.outputShape as (number | null)[]).slice(1, -1).reduce<number>((product, length) => product * length!, 1);
    const isEnd = kernel.originalName === first || kernel.originalName === last;
    const size = (kernel.shape as number[]).reduce((product, length) => product * length, 1);
    return sum + (places * size) / (isEnd ? width : width * width);
  }, 0);
}

describe('diehl-2015', () => {
  it('is 12c5 - 2s - 64c5 - 2s - 10o without biases', () => {
    const model = diehl2015().build(1, [28, 28], 10);
    expect([...kernels(model)]).toEqual([
      ['conv1/kernel', [5, 5, 1, 12]],
      ['conv2/kernel', [5, 5, 12, 64]],
      ['output/kernel', [1024, 10]],
    ]);
    const layers = ['Conv2D', 'Dropout', 'AveragePooling2D', 'Conv2D', 'Dropout', 'AveragePooling2D', 'Flatten', 'Dense'];
    expect(classesOf(model).slice(-8)).toEqual(layers);
    expect(model.getLayer('dropout1').getConfig().rate).toBe(0.2);
    expect(model.getLayer('output').getConfig().activation).toBe('linear');
  });

  it('has the recipe of its preset', () => {
    expect(diehl2015().options).toEqual({ preset: 'tuned', dropout: 0.2 });
    expect(diehl2015({ preset: 'n3ml' }).options).toEqual({ preset: 'n3ml', dropout: 0.5 });
    expect(diehl2015({ preset: 'n3ml' }).recipe).toMatchObject({ batchSize: 50, learningRate: 1e-3, optimizer: { name: 'adam' } });
    expect(diehl2015({ preset: 'n3ml', dropout: 0.1 }).options.dropout).toBe(0.1);
  });

  it('takes images of its own size and larger only', () => {
    expect(kernels(diehl2015().build(1, [32, 32, 3], 4)).get('output/kernel')).toEqual([1600, 4]);
    expect(() => diehl2015().build(1, [784], 10)).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Network 'diehl-2015' takes images of at least 16x16, as [height, width] or [height, width, channels]; the samples have shape [784]. [N3ML_BAD_SHAPE]]`,
    );
    expect(codeOf(() => diehl2015().build(1, [8, 8], 10))).toBe('N3ML_BAD_SHAPE');
  });
});

describe('vgg16', () => {
  const width = 1 / 8;
  const model = (options = {}) => vgg16({ width, ...options }).build(1, [32, 32, 3], 10);

  it('has 13 convolutions, four average pools and three dense layers: 338 million multiply-adds', () => {
    const net = model();
    expect([...kernels(net).values()].map((shape) => shape.at(-1))).toEqual([
      8, 8, 16, 16, 32, 32, 32, 64, 64, 64, 64, 64, 64, 512, 512, 10,
    ]);
    expect(kernels(net).get('dense1/kernel')).toEqual([2 * 2 * 64, 512]);
    expect(net.layers.filter((layer) => layer.getClassName() === 'AveragePooling2D').map(({ outputShape }) => outputShape)).toEqual([
      [null, 16, 16, 8],
      [null, 8, 8, 16],
      [null, 4, 4, 32],
      [null, 2, 2, 64],
    ]);
    expect(Math.round(multiplyAdds(net, width) / 1e6)).toBe(338);
  });

  it('drops .2 after convolutions that no pool follows and .5 after dense layers', () => {
    const rates = model()
      .layers.filter((layer) => layer.getClassName() === 'Dropout')
      .map((layer) => [layer.name, layer.getConfig().rate]);
    expect(rates).toEqual([
      ['dropout1_1', 0.2],
      ['dropout2_1', 0.2],
      ['dropout3_1', 0.2],
      ['dropout3_2', 0.2],
      ['dropout4_1', 0.2],
      ['dropout4_2', 0.2],
      ['dropout5_1', 0.2],
      ['dropout5_2', 0.2],
      ['dropout5_3', 0.2],
      ['dense1_dropout', 0.5],
      ['dense2_dropout', 0.5],
    ]);
  });

  it('starts from N(0, sqrt(2 / (9 outputs))), its dense layers from N(0, .01)', () => {
    const weights = weightsOf(model());
    for (const [name, outputs] of [
      ['conv3_2', 32],
      ['conv5_3', 64],
    ] as const) {
      expect(spread(weights[`${name}/kernel`]!) / Math.sqrt(2 / (9 * outputs))).toBeCloseTo(1, 1);
    }
    expect(spread(weights['dense2/kernel']!) / 0.01).toBeCloseTo(1, 1);
  });

  it('normalizes each convolution before its ReLU where that is asked for', () => {
    const net = model({ batchNorm: true });
    expect(classesOf(net).filter((name) => name === 'BatchNormalization').length).toBe(13);
    const names = net.layers.map(({ name }) => name);
    expect(names.slice(1, 5)).toEqual(['conv1_1', 'conv1_1_norm', 'conv1_1_relu', 'dropout1_1']);
    expect(net.getLayer('conv1_1').getConfig().activation).toBe('linear');
  });

  it('is the vgg of its plan', () => {
    const plan = '64 64 P 128 128 P 256 256 256 P 512 512 512 P 512 512 512';
    const narrow = 1 / 64;
    const same = vgg({ plan, dense: '4096 4096', width: narrow, dropout: 0.2, denseDropout: 0.5 }).build(1, [32, 32, 3], 10);
    expect(weightsOf(same)).toEqual(weightsOf(model({ width: narrow })));
    expect(classesOf(same)).toEqual(classesOf(model()));
  });
});

describe('vgg', () => {
  it('may go without hidden dense layers', () => {
    expect([...kernels(vgg({ plan: '4 P 8', dense: '' }).build(1, [8, 8], 3))]).toEqual([
      ['conv1_1/kernel', [3, 3, 1, 4]],
      ['conv2_1/kernel', [3, 3, 4, 8]],
      ['output/kernel', [4 * 4 * 8, 3]],
    ]);
  });

  it('says what is wrong with a plan', () => {
    expect(() => vgg({ plan: '16 P P 32' })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'plan' of ann 'vgg' is '16 P P 32'; give the channels of one convolution or more before, between and after the pools, such as '12 P 24 24 P 48 48'. [N3ML_BAD_OPTION]]`,
    );
    expect(() => vgg({ plan: '16 x 32' })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'plan' of ann 'vgg' has 'x'; give whole numbers above 0 with spaces between them. [N3ML_BAD_OPTION]]`,
    );
    expect(codeOf(() => vgg({ dense: '-4' }))).toBe('N3ML_BAD_OPTION');
    expect(codeOf(() => vgg().build(1, [3, 3], 10))).toBe('N3ML_BAD_SHAPE');
  });
});

describe('resnet20', () => {
  it('has a stem of three convolutions, nine blocks and two shortcuts that are convolutions', () => {
    const net = resnet20().build(1, [32, 32, 3], 10);
    const shapes = kernels(net);
    expect(shapes.size).toBe(3 + 18 + 2 + 1);
    expect(shapes.get('stem1/kernel')).toEqual([3, 3, 3, 16]);
    expect(shapes.get('block2_1_shortcut/kernel')).toEqual([1, 1, 16, 32]);
    expect(shapes.get('block3_1_shortcut/kernel')).toEqual([1, 1, 32, 64]);
    expect(shapes.get('output/kernel')).toEqual([64, 10]);
    expect(classesOf(net).filter((name) => name === 'Add').length).toBe(9);
    expect(['block1_3_relu', 'block2_3_relu', 'block3_3_relu', 'pool'].map((name) => net.getLayer(name).outputShape)).toEqual([
      [null, 32, 32, 16],
      [null, 16, 16, 32],
      [null, 8, 8, 64],
      [null, 64],
    ]);
    expect(classesOf(net)).not.toContain('BatchNormalization');
  });

  it('normalizes every convolution where that is asked for', () => {
    const net = resnet20({ batchNorm: true, width: 0.25 }).build(1, [8, 8, 3], 10);
    expect(classesOf(net).filter((name) => name === 'BatchNormalization').length).toBe(23);
  });
});

const small: readonly (readonly [string, () => Ann, readonly number[]])[] = [
  ['diehl-2015', () => diehl2015(), [16, 16]],
  ['vgg', () => vgg({ plan: '4 4 P 6', dense: '8' }), [8, 8, 3]],
  ['vgg16', () => vgg16({ width: 1 / 32, dropout: 0, denseDropout: 0 }), [16, 16, 3]],
  ['vgg16 normalized', () => vgg16({ width: 1 / 32, batchNorm: true }), [16, 16, 3]],
  ['resnet20', () => resnet20({ width: 1 / 8 }), [8, 8, 3]],
];

describe.each(small)('%s', (_, ann, shape) => {
  const size = shape.reduce((product, length) => product * length, 1);
  const data: LabelledSet = {
    count: 16,
    shape,
    values: Float32Array.from({ length: 16 * size }, (_, k) => randomStream('noise', k).uniform()),
    labels: Uint8Array.from({ length: 16 }, (_, k) => k % 4),
  };

  it('starts from its seed', () => {
    const first = weightsOf(ann().build(3, shape, 4));
    expect(weightsOf(ann().build(3, shape, 4))).toEqual(first);
    expect(weightsOf(ann().build(4, shape, 4))).not.toEqual(first);
  });

  it('learns in every layer', async () => {
    const model = ann().build(3, shape, 4);
    const before = Object.fromEntries(Object.entries(weightsOf(model)).map(([name, values]) => [name, values.slice()]));
    await fit(model, data, { ...ann().recipe, learningRate: 0.01, epochs: 1, batchSize: 16, seed: 1 });
    for (const [name, values] of Object.entries(weightsOf(model))) expect(values, name).not.toEqual(before[name]);
  });
});

it('the plugin provides them as the kind ann', () => {
  const registry = createRegistry().use(conversion);
  expect(registry.names('ann')).toEqual(['diehl-2015', 'resnet20', 'vgg', 'vgg16']);
  expect(registry.create('ann', 'vgg16', { width: 0.5 }).options).toEqual({
    width: 0.5,
    dropout: 0.2,
    denseDropout: 0.5,
    batchNorm: false,
  });
  expect(codeOf(() => registry.resolve('ann', 'vgg16', { widht: 1 }))).toBe('N3ML_UNKNOWN_OPTION');
});
