import { N3mlError } from '@n3ml/core';
import { openBackend, tf } from '@n3ml/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import { readModel } from '../src/read-model/read-model.ts';

const { layers } = tf;
const image = { inputShape: [8, 8, 2] };
const conv = (name: string, options: object = {}) => layers.conv2d({ name, filters: 2, kernelSize: 3, padding: 'same', ...options });
const relu = (name: string, options: object = {}) => conv(name, { activation: 'relu', ...options });
const normalization = (name: string, options: object = {}) => layers.batchNormalization({ name, ...options });
const ends = () => [layers.flatten({ name: 'flat' }), layers.dense({ name: 'out', units: 3 })];

/** What is wrong with a sequential model, or a functional one. */
function complaint(model: tf.LayersModel | tf.layers.Layer[]): string {
  const built = Array.isArray(model) ? tf.sequential({ layers: [layers.inputLayer({ ...image, name: 'image' }), ...model] }) : model;
  try {
    readModel(built);
  } catch (error) {
    if (error instanceof N3mlError) return error.message;
    throw error;
  } finally {
    built.dispose();
  }
  return 'nothing';
}

/** A functional model on one image. */
function functional(build: (x: tf.SymbolicTensor) => tf.SymbolicTensor | tf.SymbolicTensor[]): tf.LayersModel {
  const input = tf.input({ shape: image.inputShape, name: 'image' });
  return tf.model({ inputs: input, outputs: build(input) });
}
const apply = (layer: tf.layers.Layer, ...inputs: tf.SymbolicTensor[]) =>
  layer.apply(inputs.length === 1 ? inputs[0]! : inputs) as tf.SymbolicTensor;
const chain = (x: tf.SymbolicTensor, ...all: tf.layers.Layer[]) => all.reduce((y, layer) => apply(layer, y), x);

beforeAll(async () => {
  await openBackend({ backend: 'cpu' });
});

describe("a model that spikes can't compute is refused with the layer, its class and its place", () => {
  test('other layers and activations', () => {
    expect([
      complaint([relu('conv1'), layers.upSampling2d({ name: 'up' }), ...ends()]),
      complaint([relu('conv1'), layers.conv2dTranspose({ name: 'back', filters: 2, kernelSize: 2 }), ...ends()]),
      complaint([conv('conv1', { activation: 'tanh' }), ...ends()]),
      complaint([conv('conv1', { activation: 'relu6' }), ...ends()]),
      complaint([conv('conv1'), layers.activation({ name: 'act', activation: 'sigmoid' }), ...ends()]),
      complaint([conv('conv1'), layers.leakyReLU({ name: 'leaky' }), ...ends()]),
      complaint([conv('conv1'), layers.elu({ name: 'elu' }), ...ends()]),
      complaint([conv('conv1'), layers.reLU({ name: 'relu6', maxValue: 6 }), ...ends()]),
      complaint([relu('conv1'), layers.reshape({ name: 'shape', targetShape: [16, 8] }), ...ends()]),
    ]).toMatchInlineSnapshot(`
      [
        "Can't convert layer 'up' (UpSampling2D, 3rd of 5), after 'conv1': layers of this class have no counterpart in spikes. Known: Activation, Add, AlphaDropout, AveragePooling2D, BatchNormalization, Conv2D, Dense, DepthwiseConv2D, Dropout, Flatten, GaussianDropout, GaussianNoise, GlobalAveragePooling2D, GlobalMaxPooling2D, MaxPooling2D, ReLU, Reshape, Softmax, ZeroPadding2D. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'back' (Conv2DTranspose, 3rd of 5), after 'conv1': layers of this class have no counterpart in spikes. Known: Activation, Add, AlphaDropout, AveragePooling2D, BatchNormalization, Conv2D, Dense, DepthwiseConv2D, Dropout, Flatten, GaussianDropout, GaussianNoise, GlobalAveragePooling2D, GlobalMaxPooling2D, MaxPooling2D, ReLU, Reshape, Softmax, ZeroPadding2D. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'conv1' (Conv2D, 2nd of 4), after 'image': its activation is 'tanh', and the rate of an integrate-and-fire neuron follows ReLU. Train the model with 'relu'. [N3ML_UNSUPPORTED_ACTIVATION]",
        "Can't convert layer 'conv1' (Conv2D, 2nd of 4), after 'image': its activation is 'relu6', and the rate of an integrate-and-fire neuron follows ReLU. Train the model with 'relu'. [N3ML_UNSUPPORTED_ACTIVATION]",
        "Can't convert layer 'act' (Activation, 3rd of 5), after 'conv1': its activation is 'sigmoid', and the rate of an integrate-and-fire neuron follows ReLU. Train the model with 'relu'. [N3ML_UNSUPPORTED_ACTIVATION]",
        "Can't convert layer 'leaky' (LeakyReLU, 3rd of 5), after 'conv1': layers of this class have no counterpart in spikes. Known: Activation, Add, AlphaDropout, AveragePooling2D, BatchNormalization, Conv2D, Dense, DepthwiseConv2D, Dropout, Flatten, GaussianDropout, GaussianNoise, GlobalAveragePooling2D, GlobalMaxPooling2D, MaxPooling2D, ReLU, Reshape, Softmax, ZeroPadding2D. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'elu' (ELU, 3rd of 5), after 'conv1': layers of this class have no counterpart in spikes. Did you mean 'ReLU'? Known: Activation, Add, AlphaDropout, AveragePooling2D, BatchNormalization, Conv2D, Dense, DepthwiseConv2D, Dropout, Flatten, GaussianDropout, GaussianNoise, GlobalAveragePooling2D, GlobalMaxPooling2D, MaxPooling2D, ReLU, Reshape, Softmax, ZeroPadding2D. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'relu6' (ReLU, 3rd of 5), after 'conv1': its maxValue is 6: a ReLU with a ceiling. Train the model with a plain ReLU. [N3ML_UNSUPPORTED_ACTIVATION]",
        "Can't convert layer 'shape' (Reshape, 3rd of 5), after 'conv1': it reshapes to [16, 8]. Only flattening, to one axis, is known. [N3ML_UNSUPPORTED_LAYER]",
      ]
    `);
  });

  test('settings of convolutions and pools', () => {
    expect([
      complaint([relu('conv1', { dilationRate: 2 }), ...ends()]),
      complaint([relu('conv1', { dataFormat: 'channelsFirst' }), ...ends()]),
      complaint([relu('conv1'), layers.maxPooling2d({ name: 'pool', poolSize: 2, dataFormat: 'channelsFirst' }), ...ends()]),
      complaint([relu('conv1'), normalization('norm', { axis: 1 }), ...ends()]),
    ]).toMatchInlineSnapshot(`
      [
        "Can't convert layer 'conv1' (Conv2D, 2nd of 4), after 'image': its dilation is 2,2. Use a dilation of 1. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'conv1' (Conv2D, 2nd of 4), after 'image': its data format is 'channelsFirst'. Build the model with 'channelsLast'. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'pool' (MaxPooling2D, 3rd of 5), after 'conv1': its data format is 'channelsFirst'. Build the model with 'channelsLast'. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'norm' (BatchNormalization, 3rd of 5), after 'conv1': it normalizes axis 1. Normalize the channels: axis -1. [N3ML_UNSUPPORTED_LAYER]",
      ]
    `);
  });

  test('sums that are not rectified', () => {
    expect([
      complaint([conv('conv1'), relu('conv2'), ...ends()]),
      complaint([
        relu('conv1'),
        conv('conv2'),
        layers.averagePooling2d({ name: 'pool', poolSize: 2 }),
        layers.reLU({ name: 'relu' }),
        ...ends(),
      ]),
      complaint([conv('conv1'), layers.maxPooling2d({ name: 'pool', poolSize: 2 }), relu('conv2'), ...ends()]),
      complaint([layers.averagePooling2d({ name: 'pool', poolSize: 2 }), relu('conv1'), ...ends()]),
      complaint([conv('conv1'), layers.zeroPadding2d({ name: 'zeros' }), relu('conv2', { padding: 'valid' }), ...ends()]),
    ]).toMatchInlineSnapshot(`
      [
        "Can't convert layer 'conv2' (Conv2D, 3rd of 5), after 'conv1': what 'conv1' gives is not rectified, and a rate of spikes is never negative. Put a ReLU behind 'conv1'. [N3ML_MISSING_RELU]",
        "Can't convert layer 'pool' (AveragePooling2D, 4th of 7), after 'conv2': 'conv2' is averaged before it is rectified, and the two don't commute. Put the ReLU before the pooling. [N3ML_MISSING_RELU]",
        "Can't convert layer 'conv2' (Conv2D, 4th of 6), after 'pool': what 'pool' gives is not rectified, and a rate of spikes is never negative. Put a ReLU behind 'pool'. [N3ML_MISSING_RELU]",
        "Can't convert layer 'conv1' (Conv2D, 3rd of 5), after 'pool': what 'pool' gives is not rectified, and a rate of spikes is never negative. Put a ReLU behind 'pool'. [N3ML_MISSING_RELU]",
        "Can't convert layer 'zeros' (ZeroPadding2D, 3rd of 6), after 'conv1': what 'conv1' gives is not rectified, and a rate of spikes is never negative. Put a ReLU behind 'conv1'. [N3ML_MISSING_RELU]",
      ]
    `);
  });

  test('blocks with their activation first', () => {
    const model = functional((x) => {
      const stem = chain(x, conv('stem'));
      const branch = chain(stem, layers.reLU({ name: 'relu' }), conv('branch'));
      return chain(apply(layers.add({ name: 'add' }), stem, branch), layers.reLU({ name: 'last' }), ...ends());
    });
    expect(complaint(model)).toMatchInlineSnapshot(
      `"Can't convert layer 'stem' (Conv2D, 2nd of 8), after 'image': what it gives is not rectified and goes to 'relu' and 'add'. Put one ReLU behind it, before the ways part: a block with its activation first (pre-activation) has no counterpart in spikes. [N3ML_MISSING_RELU]"`,
    );
  });

  test('normalizations and zeros that have nowhere to go', () => {
    expect([
      complaint([relu('conv1'), normalization('norm'), layers.maxPooling2d({ name: 'pool', poolSize: 2 }), ...ends()]),
      complaint([relu('conv1'), normalization('norm'), relu('conv2'), ...ends()]),
      complaint([
        conv('conv1'),
        layers.maxPooling2d({ name: 'pool', poolSize: 2 }),
        normalization('norm'),
        layers.reLU({ name: 'relu' }),
        ...ends(),
      ]),
      complaint([
        relu('conv1'),
        layers.zeroPadding2d({ name: 'zeros' }),
        layers.averagePooling2d({ name: 'pool', poolSize: 2 }),
        ...ends(),
      ]),
      complaint([layers.zeroPadding2d({ name: 'zeros' }), layers.maxPooling2d({ name: 'pool', poolSize: 2 }), relu('conv1'), ...ends()]),
      complaint([
        relu('conv1'),
        layers.zeroPadding2d({ name: 'zeros', padding: 3 }),
        layers.maxPooling2d({ name: 'pool', poolSize: 2 }),
        ...ends(),
      ]),
      complaint([relu('conv1'), layers.zeroPadding2d({ name: 'zeros' }), ...ends()]),
      complaint(
        functional((x) => {
          const stem = chain(x, relu('stem'));
          const sum = apply(layers.add({ name: 'add' }), stem, chain(stem, conv('branch')));
          return chain(sum, normalization('norm'), layers.reLU({ name: 'relu' }), ...ends());
        }),
      ),
    ]).toMatchInlineSnapshot(`
      [
        "Can't convert layer 'pool' (MaxPooling2D, 4th of 6), after 'norm': it gets a batch normalization that has no convolution or dense layer next to it to be folded into. Put the normalization between a convolution and its ReLU. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'conv2' (Conv2D, 4th of 6), after 'norm': a batch normalization comes before it, whose shift the padding would lack. Use padding 'valid' here, or put the normalization behind the convolution. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'norm' (BatchNormalization, 4th of 7), after 'pool': max pooling 'pool' stands between it and the convolution 'conv1'. Put the normalization right behind the convolution. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'pool' (AveragePooling2D, 4th of 6), after 'zeros': zeros were put around what it gets, and they can go into the window of a convolution or a max pooling only. Put ZeroPadding2D right before one of these. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'pool' (MaxPooling2D, 3rd of 6), after 'zeros': the zeros around what it gets can be the largest. Use padding 'same' in place of ZeroPadding2D. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'pool' (MaxPooling2D, 4th of 6), after 'zeros': the zeros around what it gets can be the largest. Use padding 'same' in place of ZeroPadding2D. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'flat' (Flatten, 4th of 5), after 'zeros': zeros were put around what it gets, and they can go into the window of a convolution or a max pooling only. Put ZeroPadding2D right before one of these. [N3ML_UNSUPPORTED_LAYER]",
        "Can't convert layer 'norm' (BatchNormalization, 5th of 8), after 'add': it normalizes the sum 'add', of which 'stem' is a part without weights. Normalize each convolution before the sum. [N3ML_UNSUPPORTED_LAYER]",
      ]
    `);
  });

  test('ends without sums, and softmax elsewhere', () => {
    expect([
      complaint([relu('conv1'), layers.flatten({ name: 'flat' }), layers.dense({ name: 'out', units: 3, activation: 'relu' })]),
      complaint([relu('conv1'), layers.globalMaxPooling2d({ name: 'pool' })]),
      complaint([conv('conv1', { activation: 'softmax' }), ...ends()]),
      complaint([relu('conv1'), ...ends(), layers.softmax({ name: 'softmax' }), layers.dense({ name: 'more', units: 2 })]),
    ]).toMatchInlineSnapshot(`
      [
        "The model ends in layer 'out' (Dense, 4th of 4), after 'flat', which gives no weighted sums. Add a dense layer without activation, one unit per class. [N3ML_UNSUPPORTED_MODEL]",
        "The model ends in layer 'pool' (GlobalMaxPooling2D, 3rd of 3), after 'conv1', which gives no weighted sums. Add a dense layer without activation, one unit per class. [N3ML_UNSUPPORTED_MODEL]",
        "Can't convert layer 'conv1' (Conv2D, 2nd of 4), after 'image': softmax may follow the sums of the last layer only, one per class. Take it off. [N3ML_UNSUPPORTED_ACTIVATION]",
        "Can't convert layer 'more' (Dense, 6th of 6), after 'softmax': it follows a softmax. Softmax may stand at the end only. [N3ML_UNSUPPORTED_LAYER]",
      ]
    `);
  });

  test('several inputs or outputs, layers that are used twice, models that are not built', () => {
    const [a, b] = [tf.input({ shape: [4], name: 'a' }), tf.input({ shape: [4], name: 'b' })];
    const shared = layers.dense({ name: 'shared', units: 4, activation: 'relu' });
    const twice = tf.input({ shape: [4], name: 'in' });
    expect([
      complaint(tf.model({ name: 'two-in', inputs: [a, b], outputs: apply(layers.add({ name: 'add' }), a, b) })),
      complaint(functional((x) => [chain(x, conv('conv1')), chain(x, conv('conv2'))])).replace(/'model\d+'/, "'model'"),
      complaint(tf.model({ inputs: twice, outputs: chain(apply(shared, apply(shared, twice)), layers.dense({ name: 'out', units: 2 })) })),
      complaint(tf.sequential({ name: 'unbuilt', layers: [] })),
      complaint(tf.sequential({ layers: [layers.dense({ name: 'wide', units: 2, inputShape: [3, 4] })] })).replace(/'wide_input'/, "'in'"),
    ]).toMatchInlineSnapshot(`
      [
        "Model 'two-in' has 2 inputs; a converted network has one. Build a model of one input. [N3ML_UNSUPPORTED_MODEL]",
        "Model 'model' has 2 outputs; a converted network has one. Build a model of one output. [N3ML_UNSUPPORTED_MODEL]",
        "Can't convert layer 'shared' (Dense, 2nd of 3), after 'shared': it is used more than once. Give each use a layer of its own. [N3ML_UNSUPPORTED_MODEL]",
        "Model 'unbuilt' is not built yet: give its first layer an inputShape. [N3ML_UNSUPPORTED_MODEL]",
        "Can't convert layer 'in' (InputLayer): its shape is [3, 4]. Give it [height, width, channels] or [features]. [N3ML_UNSUPPORTED_LAYER]",
      ]
    `);
  });

  test('a nested model that is used twice', () => {
    const block = tf.sequential({
      name: 'block',
      layers: [layers.dense({ name: 'dense', units: 4, activation: 'relu', inputShape: [4] })],
    });
    const input = tf.input({ shape: [4], name: 'in' });
    const model = tf.model({ inputs: input, outputs: chain(input, block, block, layers.dense({ name: 'out', units: 2 })) });
    expect(complaint(model)).toMatchInlineSnapshot(
      `"Can't convert layer 'block' (Sequential), after 'block/dense': it is used more than once. Give each use a layer of its own. [N3ML_UNSUPPORTED_MODEL]"`,
    );
  });

  test('weights that are no numbers', () => {
    const model = tf.sequential({ layers: [layers.dense({ name: 'out', units: 2, inputShape: [2] })] });
    model.layers[0]!.setWeights([tf.tensor2d([1, 2, Number.NaN, 4], [2, 2]), tf.tensor1d([0, 0])]);
    expect(complaint(model)).toMatchInlineSnapshot(
      `"Can't convert layer 'out' (Dense, 1st of 1), after 'out_input': its kernel holds NaN at index 2. Train it again, with a lower learning rate. [N3ML_BAD_WEIGHTS]"`,
    );
  });

  test('a name that is kept for the input', () => {
    expect(complaint([relu('input'), ...ends()])).toMatchInlineSnapshot(
      `"Can't convert layer 'input' (Conv2D, 2nd of 4), after 'image': the name 'input' is kept for the input of the network. Give the layer another name. [N3ML_UNSUPPORTED_LAYER]"`,
    );
  });
});
