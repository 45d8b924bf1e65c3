import { sizeOf } from '../size-of.ts';
import type { NetworkBuilder } from './network-builder.ts';
import type { Signal } from './signal.ts';
import { refusal, type Site } from './site.ts';

function rectify(site: Site, signal: Signal, network: NetworkBuilder): Signal {
  if (signal.kind === 'sum') return network.rectify(signal);
  const activity = network.plainActivity(signal, site);
  if (activity.nonNegative) return activity;
  throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', 'it rectifies the input itself', 'Rectify the data, and take the layer off.');
}

function softmax(site: Site, signal: Signal): Signal {
  if (signal.kind === 'sum' && !signal.pool && site.shape.at(-1) === sizeOf(signal.shape)) {
    return { kind: 'probabilities', of: signal };
  }
  const why = 'softmax may follow the sums of the last layer only, one per class';
  throw refusal(site, 'N3ML_UNSUPPORTED_ACTIVATION', why, 'Take it off.');
}

/** Applies an activation by its name in TensorFlow; a layer without one has 'linear'. */
export function activate(site: Site, activation: unknown, signal: Signal, network: NetworkBuilder): Signal {
  switch (activation ?? 'linear') {
    case 'linear':
      return signal;
    case 'relu':
      return rectify(site, signal, network);
    case 'softmax':
    case 'logSoftmax':
      return softmax(site, signal);
    default:
      throw refusal(
        site,
        'N3ML_UNSUPPORTED_ACTIVATION',
        `its activation is '${activation}', and the rate of an integrate-and-fire neuron follows ReLU`,
        "Train the model with 'relu'.",
      );
  }
}

/** Activation. */
export const readActivation = (site: Site, [signal]: readonly Signal[], network: NetworkBuilder): Signal =>
  activate(site, site.config.activation, signal!, network);

/** ReLU, without a ceiling. */
export function readReLU(site: Site, [signal]: readonly Signal[], network: NetworkBuilder): Signal {
  const { maxValue } = site.config;
  if (typeof maxValue === 'number') {
    const why = `its maxValue is ${maxValue}: a ReLU with a ceiling`;
    throw refusal(site, 'N3ML_UNSUPPORTED_ACTIVATION', why, 'Train the model with a plain ReLU.');
  }
  return rectify(site, signal!, network);
}

/** Softmax over the classes: left out, for the largest output stays the largest. */
export function readSoftmax(site: Site, [signal]: readonly Signal[]): Signal {
  const { axis } = site.config;
  if (axis !== undefined && axis !== -1 && axis !== site.shape.length) {
    throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', `its axis is ${axis}`, 'Use axis -1, the classes.');
  }
  return softmax(site, signal!);
}
