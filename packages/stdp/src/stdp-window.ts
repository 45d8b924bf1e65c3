import { checkOptions, type Executor, type LearningRule, N3mlError, type Network, type Neuron } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';

/** The options of {@link stdpWindow} that are one number each, for checking and for flags. */
export const stdpWindowSpecs = {
  dt: { type: 'number', describe: 'length of a step', unit: 'ms', default: 1, min: 1e-3 },
  weight: { type: 'number', describe: 'weight before the first pair', default: 0.5 },
  wMin: { type: 'number', describe: 'lower bound of the weight', default: 0 },
  wMax: { type: 'number', describe: 'upper bound of the weight', default: 1 },
  pairs: { type: 'integer', describe: 'how often the pair of spikes is repeated', default: 1, min: 1 },
  rate: { type: 'number', describe: 'pairs per second', unit: 'Hz', default: 1, min: 1e-3 },
} as const;

/** Options of {@link stdpWindow}. */
export interface StdpWindowOptions {
  /** Times of the postsynaptic spike after the presynaptic one, in ms, rounded to steps. @default -100, -99 .. 100 */
  readonly lags?: readonly number[];
  /** Length of a step in ms. @default 1 */
  readonly dt?: number;
  /** Weight before the first pair. @default 0.5 */
  readonly weight?: number;
  /** @default 0 */
  readonly wMin?: number;
  /** @default 1 */
  readonly wMax?: number;
  /** How often the pair of spikes is repeated: 60 pairs at 1 Hz is the protocol of many experiments. @default 1 */
  readonly pairs?: number;
  /** Pairs per second, in Hz; a lone pair is followed by the same pause. @default 1 */
  readonly rate?: number;
  /** Signals of the rule, which keep their values throughout. @default none: the rule sees 0 */
  readonly signals?: Readonly<Record<string, number>>;
}

/** One measurement. */
export interface StdpWindowPoint {
  /** Time of the postsynaptic spike after the presynaptic one, in ms. */
  readonly lag: number;
  /** What all pairs together have changed. */
  readonly change: number;
}

const defaultLags: readonly number[] = Array.from({ length: 201 }, (_, k) => k - 100);

/** Spikes where the forcing input does and nowhere else: the synapse under examination arrives at a channel that does nothing. */
const obedient: Neuron = {
  params: {},
  state: 'dv/dt = 0',
  input: { forced: 'v += I', examined: '' },
  threshold: 'v >= 1',
  reset: 'v = 0',
};

const refuse = (option: string, value: number, requirement: string): N3mlError =>
  new N3mlError('N3ML_BAD_OPTION', `Option '${option}' of the STDP window is ${value}; give ${requirement}.`, {
    details: { option, value },
  });

/** Spikes of neuron k in the steps `first[k] + n * interval`, for each n below `pairs`. */
function repeated(first: readonly number[], pairs: number, interval: number) {
  const builder = new SpikeTrainBuilder();
  builder.begin(pairs * interval);
  for (let pair = 0; pair < pairs; pair++) for (const [neuron, step] of first.entries()) builder.add(pair * interval + step, neuron);
  return builder.finish();
}

/**
 * The window of a learning rule: how much one synapse changes by the time from a presynaptic spike to a postsynaptic one. It is measured, not derived: for each
 * lag, a network of two neurons is run in which the postsynaptic one spikes only where it is forced to.
 *
 * The later spike of a pair comes at the same time for every lag, and the run goes on until the next pair would begin, so that what a rule changes after the
 * spikes (reward) counts alike. A rule that needs more than one pair, as the triplet rule does, is measured by `pairs` and `rate`.
 *
 * @param executor runs the network
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION; what compiling the rule throws, and `setSignal` for a signal that it hasn't
 * @example
 * stdpWindow(powerLaw(), wasm()).find(({ lag }) => lag === 10) // { lag: 10, change: 0.0018 }
 * stdpWindow(triplet(), wasm(), { pairs: 60, rate: 20, lags: [-10, 10] })
 */
export function stdpWindow(
  rule: LearningRule,
  executor: Executor,
  { lags = defaultLags, signals = {}, ...given }: StdpWindowOptions = {},
): readonly StdpWindowPoint[] {
  const checked = checkOptions(stdpWindowSpecs, { ...given }, 'the STDP window') as Record<keyof typeof stdpWindowSpecs, number>;
  const { dt, weight, wMin, wMax, pairs, rate } = checked;
  if (!(wMin <= wMax)) throw refuse('wMin', wMin, `at most wMax, which is ${wMax}`);
  if (weight < wMin || weight > wMax) throw refuse('weight', weight, `a number from wMin to wMax: ${wMin} to ${wMax}`);
  const interval = Math.round(1000 / (rate * dt));
  const steps = lags.map((lag) => Math.round(lag / dt));
  const longest = steps.reduce((most, lag) => Math.max(most, Math.abs(lag)), 0);
  if (!(longest < interval))
    throw refuse(
      'lags',
      lags[steps.findIndex((lag) => !(Math.abs(lag) < interval))]!,
      `times below ${interval * dt} ms, when the next pair comes`,
    );

  const size = lags.length;
  const simulation = executor.compile(windowNetwork(checked, size, rule));
  for (const [name, value] of Object.entries(signals)) simulation.setSignal('examined', name, value);
  const pre = steps.map((lag) => longest - Math.max(lag, 0));
  const post = steps.map((lag) => longest + Math.min(lag, 0));
  const [inputs, force] = [pre, post].map((first) => repeated(first, pairs, interval));
  simulation.reset();
  simulation.run({ pre: inputs!, force: force! }, { steps: pairs * interval, learn: true });
  const weights = simulation.weights('examined');
  return steps.map((lag, k) => ({ lag: lag * dt, change: weights[k]! - Math.fround(weight) }));
}

/** All lags at once: as many copies of the two neurons, which don't know of one another. */
function windowNetwork(
  { dt, weight, wMin, wMax }: Readonly<Record<keyof typeof stdpWindowSpecs, number>>,
  size: number,
  rule: LearningRule,
): Network {
  const topology = { kind: 'one-to-one' } as const;
  return {
    dt,
    populations: { pre: { size }, force: { size }, post: { size, neuron: obedient } },
    connections: {
      examined: {
        from: 'pre',
        to: 'post',
        target: 'examined',
        topology,
        weights: new Float32Array(size).fill(weight),
        rule,
        bounds: [wMin, wMax],
      },
      force: { from: 'force', to: 'post', target: 'forced', topology, weights: 2, arrives: 'same step' },
    },
  };
}
