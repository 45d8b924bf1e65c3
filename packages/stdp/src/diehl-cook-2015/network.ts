import { type Connection, type LearningRule, N3mlError, type Network, type Neuron, type Registry, randomStream } from '@n3ml/core';
import type { DiehlCook2015Settings } from './settings.ts';

/** The inputs for which the paper's norm is meant. */
const PAPER_INPUTS = 28 * 28;

/** The sum to which the weights into each neuron are scaled: the same average weight for any number of inputs. */
export const normOf = ({ norm }: DiehlCook2015Settings, inputSize: number): number => (norm * inputSize) / PAPER_INPUTS;

/** Weights of 32 bits that fit into the 4 GiB of a WebAssembly memory. */
const MOST_WEIGHTS = 2 ** 30;

function checkSize({ neurons }: DiehlCook2015Settings, inputSize: number): void {
  const weights = neurons * inputSize;
  if (weights <= MOST_WEIGHTS) return;
  throw new N3mlError(
    'N3ML_NETWORK_TOO_LARGE',
    `${neurons} neurons with ${inputSize} inputs each have ${weights} weights, more than 4 GiB of memory hold. Ask for at most ${Math.floor(MOST_WEIGHTS / inputSize)} neurons.`,
    { details: { neurons, inputSize } },
  );
}

function uniformWeights({ seed, neurons, weightMin, weightMax }: DiehlCook2015Settings, inputSize: number): Float32Array {
  const random = randomStream(seed, 'weights');
  return Float32Array.from({ length: inputSize * neurons }, () => weightMin + (weightMax - weightMin) * random.uniform());
}

/** Scales the weights into each neuron to `sum`, in place. */
function scaleColumns(weights: Float32Array, columns: number, sum: number): void {
  for (let j = 0; j < columns; j++) {
    let present = 0;
    for (let k = j; k < weights.length; k += columns) present += weights[k]!;
    if (present === 0) continue;
    for (let k = j; k < weights.length; k += columns) weights[k]! *= sum / present;
  }
}

function initialWeights(settings: DiehlCook2015Settings, inputSize: number): Float32Array {
  const weights = uniformWeights(settings, inputSize);
  if (settings.normAtStart) scaleColumns(weights, settings.neurons, normOf(settings, inputSize));
  return weights;
}

function inputDelays({ seed, neurons, maxDelay }: DiehlCook2015Settings, inputSize: number): Float32Array {
  const random = randomStream(seed, 'delays');
  return Float32Array.from({ length: inputSize * neurons }, () => maxDelay * random.uniform());
}

function ruleOf({ rule, lrPre, lrPost }: DiehlCook2015Settings, registry: Registry): LearningRule {
  switch (rule) {
    case 'post-pre':
      return registry.resolve('learningRule', rule, { lrPre, lrPost });
    case 'power-law':
      return registry.resolve('learningRule', rule, { alpha: lrPost });
    case 'triplet':
      return registry.resolve('learningRule', rule, { nuPre: lrPre, nuPost: lrPost });
    default:
      return registry.resolve('learningRule', rule);
  }
}

/** Both neuron models, the input channels of excitation and inhibition, and the sign of an inhibitory weight. */
interface Synapses {
  readonly exc: Neuron;
  readonly inh: Neuron;
  readonly excitatory: Pick<Connection, 'target'>;
  readonly inhibitory: Pick<Connection, 'target'>;
  readonly inhibitorySign: 1 | -1;
}

function synapsesOf({ synapses, thetaPlus, tauTheta }: DiehlCook2015Settings, registry: Registry): Synapses {
  if (synapses === 'conductance') {
    return {
      exc: registry.resolve('neuron', 'diehl-cook-conductance', { population: 'excitatory', thetaPlus, tauTheta }),
      inh: registry.resolve('neuron', 'diehl-cook-conductance', { population: 'inhibitory' }),
      excitatory: { target: 'ge' },
      inhibitory: { target: 'gi' },
      inhibitorySign: 1,
    };
  }
  return {
    exc: registry.resolve('neuron', 'diehl-cook', { thetaPlus, tauTheta }),
    inh: registry.resolve('neuron', 'lif', { vRest: -60, vReset: -45, vTh: -40, tau: 10, tauRef: 2 }),
    excitatory: {},
    inhibitory: {},
    inhibitorySign: -1,
  };
}

/**
 * The network of Diehl & Cook 2015 as data: `input` -> `exc` learned, all to all; `exc` -> `inh` one to one; `inh` -> all of `exc` but its
 * own partner. Neurons and rule come from the registry.
 *
 * @param shape of one sample, such as [28, 28]
 * @throws N3mlError N3ML_NETWORK_TOO_LARGE
 */
export function diehlCook2015Network(settings: DiehlCook2015Settings, shape: readonly number[], registry: Registry): Network {
  const inputSize = shape.reduce((product, length) => product * length, 1);
  const { neurons, dt } = settings;
  checkSize(settings, inputSize);
  const { exc, inh, excitatory, inhibitory, inhibitorySign } = synapsesOf(settings, registry);
  return {
    dt,
    populations: {
      input: { size: inputSize, shape },
      exc: { size: neurons, neuron: exc },
      inh: { size: neurons, neuron: inh },
    },
    connections: {
      'input-exc': {
        from: 'input',
        to: 'exc',
        topology: { kind: 'dense' },
        weights: initialWeights(settings, inputSize),
        ...excitatory,
        rule: ruleOf(settings, registry),
        bounds: [0, 1],
        normalize: { sum: normOf(settings, inputSize) },
        ...(settings.maxDelay > 0 ? { delay: inputDelays(settings, inputSize) } : {}),
      },
      'exc-inh': { from: 'exc', to: 'inh', topology: { kind: 'one-to-one' }, weights: settings.excitation, ...excitatory },
      'inh-exc': {
        from: 'inh',
        to: 'exc',
        topology: { kind: 'all-but-self' },
        weights: inhibitorySign * settings.inhibition,
        ...inhibitory,
      },
    },
  };
}
