import type { NetworkBuilder } from './network-builder.ts';
import { activate, readActivation, readReLU, readSoftmax } from './read-activation.ts';
import { readAdd } from './read-add.ts';
import { readBatchNormalization } from './read-batch-normalization.ts';
import { readAveragePooling, readMaxPooling } from './read-pooling.ts';
import { readFlatten, readReshape, readZeroPadding } from './read-shape.ts';
import { readConv2d, readDense, readDepthwise } from './read-weighted.ts';
import type { Signal } from './signal.ts';
import type { Site } from './site.ts';

/** What a layer of one class makes of the signals that it gets. */
export type LayerReader = (site: Site, inputs: readonly Signal[], network: NetworkBuilder) => Signal;

/** A layer that has an activation of its own. */
const activated =
  (read: LayerReader): LayerReader =>
  (site, inputs, network) =>
    activate(site, site.config.activation, read(site, inputs, network), network);

/** A layer that acts in training only. */
const passed: LayerReader = (_, [signal]) => signal!;

/** Readers by the class of the layer. */
export const layerReaders: ReadonlyMap<string, LayerReader> = new Map<string, LayerReader>([
  ['Activation', readActivation],
  ['Add', readAdd],
  ['AlphaDropout', passed],
  ['AveragePooling2D', readAveragePooling],
  ['BatchNormalization', readBatchNormalization],
  ['Conv2D', activated(readConv2d)],
  ['Dense', activated(readDense)],
  ['DepthwiseConv2D', activated(readDepthwise)],
  ['Dropout', passed],
  ['Flatten', readFlatten],
  ['GaussianDropout', passed],
  ['GaussianNoise', passed],
  ['GlobalAveragePooling2D', readAveragePooling],
  ['GlobalMaxPooling2D', readMaxPooling],
  ['MaxPooling2D', readMaxPooling],
  ['ReLU', readReLU],
  ['Reshape', readReshape],
  ['Softmax', readSoftmax],
  ['ZeroPadding2D', readZeroPadding],
]);
