import { N3mlError } from '@n3ml/core';
import { type AnalogLayer, type AnalogNetwork, INPUT, type LayerInput } from '../analog-network.ts';
import type { Balance } from '../balancer.ts';
import { shapesOf } from '../forward.ts';
import type { SpikingLayer, SpikingNetwork, SpikingSynapses } from '../spiking-network.ts';
import { gridBits, toGrid } from './grid.ts';
import { allLambdas, checkLambdas } from './lambdas.ts';
import { type ConvertOptions, type ConvertSettings, convertSettings } from './options.ts';
import { scaleSynapses } from './scale-synapses.ts';

/** Coarser than this, weights would no longer be those that were trained. */
const MIN_GRID_BITS = 6;

/** Max pooling passes on the spikes of the neuron that has spiked most: signs and currents have no place there. */
function checkMaxPooling({ layers }: AnalogNetwork, { encoding }: ConvertSettings): void {
  if (encoding === 'bernoulli') return;
  const first = layers.find(({ kind, inputs }) => kind === 'max-pool' && inputs.some(({ from }) => from === INPUT));
  if (!first) return;
  const message = `Can't convert max pooling '${first.name}': it pools the input itself, which comes as '${encoding}'. Put a convolution before it, or use the encoding 'bernoulli' with values 0..1.`;
  throw new N3mlError('N3ML_UNSUPPORTED_LAYER', message, { details: { layer: first.name, encoding } });
}

const kindOf = ({ kind }: AnalogLayer, { output }: ConvertSettings): SpikingLayer['kind'] =>
  kind === 'max-pool' ? kind : kind === 'output' && output === 'membrane' ? 'readout' : 'integrate-and-fire';

/** Converts layers of one network. */
class LayerConverter {
  readonly #settings: ConvertSettings;
  readonly #undivided: boolean;
  readonly #shapes: ReadonlyMap<string, readonly number[]>;
  readonly #lambdas: ReadonlyMap<string, Float32Array>;
  /** The largest number of times that an input comes in a step: the largest |x| of a current. */
  readonly #largest: number;

  constructor(network: AnalogNetwork, balance: Balance, settings: ConvertSettings, inputScale: number) {
    this.#settings = settings;
    this.#undivided = balance.undivided ?? false;
    this.#shapes = shapesOf(network);
    this.#lambdas = allLambdas(network, balance.lambdas, inputScale);
    this.#largest = settings.encoding === 'current' ? Math.max(1, balance.largestInput ?? 1) : 1;
  }

  convert(layer: AnalogLayer): SpikingLayer {
    const { name, shape } = layer;
    const lambda = this.#lambdas.get(name)!;
    const kind = kindOf(layer, this.#settings);
    const inputs = layer.inputs.map((input) => ({ from: input.from, scaled: this.#scale(input, layer, lambda) }));
    const bias = layer.bias && Float64Array.from(layer.bias, (value, c) => value / lambda[c % lambda.length]!);

    const sums = new Float64Array(shape.at(-1)!);
    for (const { from, scaled } of inputs) {
      const times = from === INPUT ? this.#largest : 1;
      for (let j = 0; j < sums.length; j++) sums[j]! += times * scaled.sums[j]!;
    }
    for (const [j, value] of (bias ?? []).entries()) sums[j]! += Math.abs(value);
    const bits = gridBits(
      sums,
      inputs.reduce((total, { scaled }) => total + scaled.terms, 1),
    );
    if (bits < MIN_GRID_BITS) {
      throw new N3mlError(
        'N3ML_BAD_LAMBDA',
        `Layer '${name}' gets up to ${Math.max(...sums).toPrecision(3)} thresholds in a step: its lambda is far too small for its weights. Balance on more samples, or with a lower percentile of what the layers before give.`,
        { details: { layer: name } },
      );
    }
    return {
      name,
      kind,
      shape,
      inputs: inputs.map(({ from, scaled }): LayerInput<SpikingSynapses> => ({ from, synapses: scaled.onGrid(bits) })),
      ...(bias && { bias: toGrid(bias, bits) }),
      lambda: lambda.slice(),
      gridBits: bits,
    };
  }

  #scale({ from, synapses }: AnalogLayer['inputs'][number], { name, shape }: AnalogLayer, lambda: Float32Array) {
    const before = this.#undivided && from !== INPUT ? Float32Array.of(1) : this.#lambdas.get(from)!;
    return scaleSynapses(synapses, {
      from,
      to: name,
      input: this.#shapes.get(from)!,
      output: shape,
      factor: (i, j) => before[i % before.length]! / lambda[j % lambda.length]!,
      uniform: before.length === 1 && lambda.length === 1,
    });
  }
}

/**
 * A network of rectified linear units as one of integrate-and-fire neurons whose rates follow its activations: in each step a neuron of layer l spikes
 * with a mean of a / lambda_l, where a is the activation.
 *
 * Weights become `w lambda_i / lambda_j`, biases `b / lambda_j`, on a grid on which sums are exact; see {@link SpikingLayer}. Average pooling becomes weights that compute
 * the same mean.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 * @throws N3mlError N3ML_DEAD_LAYER, N3ML_BAD_LAMBDA where the lambdas aren't those of the network
 * @throws N3mlError N3ML_UNSUPPORTED_LAYER for max pooling of an input that is signed or a current
 * @see Diehl et al., Fast-classifying, high-accuracy spiking deep networks through weight and threshold balancing, IJCNN 2015
 * @see Rueckauer et al., Conversion of continuous-valued deep networks to efficient event-driven networks, Frontiers in Neuroscience 11:682 (2017)
 * @example
 * const network = readModel(model);
 * const spiking = convert(network, await balance(network, train, activation(), { registry, bus }));
 */
export function convert(network: AnalogNetwork, balance: Balance, options: ConvertOptions = {}): SpikingNetwork {
  const settings = convertSettings(options);
  checkLambdas(network, balance.lambdas);
  checkMaxPooling(network, settings);
  const { encoding, resetBy, initialPotential } = settings;
  const inputScale = settings.inputScale ?? (encoding === 'current' ? 1 : Math.max(1, balance.largestInput ?? 1));
  const converter = new LayerConverter(network, balance, settings, inputScale);
  return {
    input: network.input,
    encoding,
    inputScale,
    layers: network.layers.map((layer) => converter.convert(layer)),
    resetBy,
    initialPotential,
  };
}
