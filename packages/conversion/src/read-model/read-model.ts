import { N3mlError, suggest } from '@n3ml/core';
import type { tf } from '@n3ml/tensor';
import { type AnalogNetwork, INPUT } from '../analog-network.ts';
import { layerReaders } from './layer-readers.ts';
import { modelGraph, type Use } from './model-graph.ts';
import { NetworkBuilder } from './network-builder.ts';
import { NO_PADDING, type Signal, type WeightedSum } from './signal.ts';
import { refusal, type Site } from './site.ts';

/** The shape of one sample. */
function inputShape(site: Site): readonly number[] {
  const { shape } = site;
  if ((shape.length === 3 || shape.length === 1) && shape.every((length) => Number.isInteger(length))) return shape;
  const why = `its shape is [${shape.map((length) => length ?? '?').join(', ')}]`;
  throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', why, 'Give it [height, width, channels] or [features].');
}

function readUse({ site, consumers }: Use, inputs: readonly Signal[], network: NetworkBuilder): Signal {
  const className = site.layer.getClassName();
  if (className === 'InputLayer') {
    return { kind: 'activity', from: INPUT, shape: inputShape(site), flat: false, nonNegative: false, padding: NO_PADDING };
  }
  const read = layerReaders.get(className);
  if (!read)
    throw refusal(
      site,
      'N3ML_UNSUPPORTED_LAYER',
      'layers of this class have no counterpart in spikes',
      suggest(className, layerReaders.keys()),
    );
  if (site.name === INPUT) {
    throw refusal(
      site,
      'N3ML_UNSUPPORTED_LAYER',
      `the name '${INPUT}' is kept for the input of the network`,
      'Give the layer another name.',
    );
  }
  const signal = read(site, inputs, network);
  if (signal.kind === 'sum' && !signal.nonNegative && consumers.length > 1) {
    const why = `what it gives is not rectified and goes to ${consumers.map((name) => `'${name}'`).join(' and ')}`;
    const remedy =
      'Put one ReLU behind it, before the ways part: a block with its activation first (pre-activation) has no counterpart in spikes.';
    throw refusal(site, 'N3ML_MISSING_RELU', why, remedy);
  }
  return signal;
}

/** The sums at the end, one per class. */
function outputOf(signal: Signal, { site }: Use): WeightedSum {
  const last = signal.kind === 'probabilities' ? signal.of : signal;
  if (last.kind === 'sum' && !last.pool) return last;
  throw new N3mlError(
    'N3ML_UNSUPPORTED_MODEL',
    `The model ends in ${site.place}, which gives no weighted sums. Add a dense layer without activation, one unit per class.`,
    { details: { layer: site.name } },
  );
}

/**
 * A trained model of TensorFlow.js as the plain data of a network of rectified linear units, which spikes can compute.
 *
 * Reads Sequential and functional models, also nested ones, of Conv2D, DepthwiseConv2D, Dense, ReLU, Add, average and max pooling (also global),
 * Flatten, ZeroPadding2D and BatchNormalization, with and without biases, and any padding and strides as TensorFlow computes them. Batch normalization
 * goes into the weights next to it. Dropout and noise, which act in training only, fall away; so does a softmax at the end, for the
 * largest output stays the largest. What each layer computes is kept to float32: nothing is approximated and no layer skipped.
 *
 * Every weighted sum has to be rectified before the next layer gets it, for a rate of spikes is never negative. A junction of branches (Add) is rectified
 * once, behind it. Max pooling may stand before the ReLU; the two commute.
 *
 * @param model borrowed; the network holds copies of its weights
 * @throws N3mlError N3ML_UNSUPPORTED_LAYER, N3ML_UNSUPPORTED_ACTIVATION, N3ML_MISSING_RELU, N3ML_BAD_WEIGHTS: the layer, its class and where it stands
 * @throws N3mlError N3ML_UNSUPPORTED_MODEL several inputs or outputs, shared layers, an end without sums
 * @example
 * const network = readModel(await tf.loadLayersModel('file://ann/model.json'));
 * network.layers.map(({ name, kind }) => `${name} ${kind}`); // ['conv1 relu', 'pool1 relu', 'dense output']
 */
export function readModel(model: tf.LayersModel): AnalogNetwork {
  const network = new NetworkBuilder();
  const uses = modelGraph(model);
  const signals = new Map<Use, Signal>();
  for (const use of uses)
    signals.set(
      use,
      readUse(
        use,
        use.inputs.map((input) => signals.get(input)!),
        network,
      ),
    );
  const last = uses.at(-1)!;
  network.output(outputOf(signals.get(last)!, last));
  return { input: model.inputs[0]!.shape.slice(1) as number[], layers: network.layers };
}
