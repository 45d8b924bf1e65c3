import { N3mlError, type Network, type RandomStream, type Registry, randomStream, type Simulation, type SpikeTrain } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';

export interface RewardAssociationOptions {
  readonly registry: Registry;
  /** Name of the executor. @default 'wasm' */
  readonly executor?: string;
  /** Number of patterns, and of output neurons. @default 3 */
  readonly patterns?: number;
  /** @default 400 */
  readonly trials?: number;
  /** @default 0 */
  readonly seed?: number;
}

export interface RewardAssociationResult {
  /** 1 where the trial was rewarded: [trials]. */
  readonly rewarded: Uint8Array;
  /** Fraction of rewarded trials among the last 100. */
  readonly accuracy: number;
  /** Weights at the end: [inputs x patterns], row-major. */
  readonly weights: Float32Array;
}

/** Inputs that belong to one pattern. */
const GROUP = 20;
/** Steps of 1 ms for which a pattern is shown, and for which the reward that follows lasts. */
const SHOW = 50;
const REWARD = 10;
/** Rate of an input whose pattern is shown, in Hz. */
const RATE = 80;

function associationNetwork(patterns: number, seed: number, registry: Registry): Network {
  const inputs = patterns * GROUP;
  const random = randomStream(seed, 'weights');
  return {
    dt: 1,
    populations: {
      input: { size: inputs },
      output: { size: patterns, neuron: registry.resolve('neuron', 'lif', { vRest: -65, vReset: -65, vTh: -52, tau: 20, tauRef: 5 }) },
    },
    connections: {
      'input-output': {
        from: 'input',
        to: 'output',
        topology: { kind: 'dense' },
        weights: Float32Array.from({ length: inputs * patterns }, () => 0.8 + 0.4 * random.uniform()),
        // The inputs spike more often than the output: an even weight of both orders would leave it a negative balance for its own pattern.
        rule: registry.resolve('learningRule', 'reward', { eta: 2e-3, aMinus: 0.2 }),
        bounds: [0, 2],
      },
      'output-output': { from: 'output', to: 'output', topology: { kind: 'all-but-self' }, weights: -100 },
    },
  };
}

/** Poisson spikes, a step at a time, of the inputs that belong to `pattern`. */
function show(pattern: number, random: RandomStream, builder: SpikeTrainBuilder): SpikeTrain {
  builder.begin(SHOW);
  for (let step = 0; step < SHOW; step++) {
    for (let i = pattern * GROUP; i < (pattern + 1) * GROUP; i++) if (random.uniform() < RATE / 1000) builder.add(step, i);
  }
  return builder.finish();
}

/** The output that spiked first, alone; -1 where none did, or several at once: an answer that isn't clear is none. */
function firstToSpike(simulation: Simulation, run: () => void): number {
  let first: number | undefined;
  simulation.onSpikes = (_step, population, ids) => {
    if (population === 'output' && ids.length > 0) first ??= ids.length === 1 ? ids[0]! : -1;
  };
  run();
  simulation.onSpikes = undefined;
  return first ?? -1;
}

/**
 * A small task for R-STDP: which output is right for which pattern is never shown, only whether the answer was right. In each trial one pattern
 * is shown for 50 ms, the output that spikes first is the answer, and a reward of 1 or -1 follows for 10 ms, when all spikes are over: only the eligibility that
 * the synapses keep can tell what it was for.
 *
 * After Florian, Neural Computation 19 (2007), 1468-1502, and Izhikevich, Cerebral Cortex 17 (2007), 2443-2452.
 *
 * @throws N3mlError N3ML_BAD_OPTION
 */
export function rewardAssociation({
  registry,
  executor = 'wasm',
  patterns = 3,
  trials = 400,
  seed = 0,
}: RewardAssociationOptions): RewardAssociationResult {
  for (const [option, value, least] of [
    ['patterns', patterns, 2],
    ['trials', trials, 1],
  ] as const) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new N3mlError(
        'N3ML_BAD_OPTION',
        `Option '${option}' of the reward association is ${value}; give a whole number of at least ${least}.`,
        { details: { option, value } },
      );
    }
  }
  const simulation = registry.resolve('executor', executor).compile(associationNetwork(patterns, seed, registry));
  const builder = new SpikeTrainBuilder();
  const rewarded = new Uint8Array(trials);
  for (let trial = 0; trial < trials; trial++) {
    const random = randomStream(seed, 'trial', trial);
    const pattern = random.integer(patterns);
    simulation.reset();
    const answer = firstToSpike(simulation, () => simulation.run({ input: show(pattern, random, builder) }, { steps: SHOW, learn: true }));
    rewarded[trial] = answer === pattern ? 1 : 0;
    simulation.setSignal('input-output', 'reward', answer === pattern ? 1 : -1);
    simulation.run({}, { steps: REWARD, learn: true });
    simulation.setSignal('input-output', 'reward', 0);
    simulation.endSample();
  }
  const last = rewarded.subarray(-100);
  return { rewarded, accuracy: last.reduce((count, hit) => count + hit, 0) / last.length, weights: simulation.weights('input-output') };
}
