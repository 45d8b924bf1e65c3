import { hasNeuron, N3mlError, randomStream, type Simulation, type SpikeTrain } from '@n3ml/core';
import { compileRule } from '@n3ml/equations';
import { randomTrain, sliceTrain } from './random-train.ts';
import { difference, type Snapshot, snapshot } from './snapshot.ts';

/** How a simulation is driven: random input spikes and signals from a seed. */
export interface Drive {
  readonly seed: number;
  readonly steps: number;
  /** @default 2 */
  readonly samples?: number;
  /** Number of the first sample: what it is given depends on its number alone. @default 0 */
  readonly first?: number;
  /** @default true */
  readonly learn?: boolean;
  /** Steps at which a sample is cut into several calls of `run`, ascending. @default none */
  readonly cuts?: readonly number[];
  /** Probability of an input spike per neuron and step. @default 0.3 */
  readonly probability?: number;
}

/** All that a driven simulation has shown. */
export interface Behaviour {
  /** One for each finished sample: its spikes, a line for each population and step, and the state after it. */
  readonly samples: readonly { readonly spikes: readonly string[]; readonly state: Snapshot }[];
  /** The message about the NaN that ended it. */
  readonly fault: string | undefined;
}

/** Random spikes for every input population. */
export function randomInputs(
  { network }: Simulation,
  steps: number,
  probability: number,
  ...key: readonly (string | number)[]
): Record<string, SpikeTrain> {
  const inputs = Object.entries(network.populations).filter(([, population]) => !hasNeuron(population));
  return Object.fromEntries(inputs.map(([name, { size }]) => [name, randomTrain(size, steps, probability, ...key, name)]));
}

/** Gives every signal of every rule a value in [-1, 1]: zero in about every third sample, for rules are allowed to rest then. */
function setSignals(simulation: Simulation, ...key: readonly (string | number)[]): void {
  const { dt, connections } = simulation.network;
  for (const [name, { rule, bounds = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] }] of Object.entries(connections)) {
    if (!rule) continue;
    const random = randomStream(...key, name, 'signal');
    for (const signal of compileRule(rule, { dt, wMin: bounds[0], wMax: bounds[1] }).signals) {
      simulation.setSignal(name, signal, random.integer(3) === 0 ? 0 : 2 * random.uniform() - 1);
    }
  }
}

/** Runs samples and writes down what happens. */
export function behaviourOf(simulation: Simulation, drive: Drive): Behaviour {
  const { seed, steps, samples = 2, first = 0, learn = true, cuts = [], probability = 0.3 } = drive;
  const finished: { spikes: string[]; state: Snapshot }[] = [];
  const edges = [0, ...cuts.filter((cut) => cut > 0 && cut < steps), steps];
  try {
    for (let sample = first; sample < first + samples; sample++) {
      const spikes: string[] = [];
      simulation.onSpikes = (step, population, ids) => spikes.push(`${step} ${population} ${ids.join()}`);
      const inputs = Object.entries(randomInputs(simulation, steps, probability, seed, sample));
      setSignals(simulation, seed, sample);
      simulation.reset();
      for (let k = 1; k < edges.length; k++) {
        const [from, to] = [edges[k - 1]!, edges[k]!];
        simulation.run(Object.fromEntries(inputs.map(([name, train]) => [name, sliceTrain(train, from, to)])), { steps: to - from, learn });
      }
      if (learn) simulation.endSample();
      finished.push({ spikes, state: snapshot(simulation) });
    }
  } catch (error) {
    if (!(error instanceof N3mlError && error.code === 'N3ML_NOT_A_NUMBER')) throw error;
    return { samples: finished, fault: error.message };
  } finally {
    simulation.onSpikes = undefined;
  }
  return { samples: finished, fault: undefined };
}

/** Where two behaviours part, in words; undefined where they are the same, spike for spike and bit for bit. */
export function parting(a: Behaviour, b: Behaviour): string | undefined {
  for (const [k, { spikes, state }] of a.samples.entries()) {
    const other = b.samples[k];
    if (!other) return `sample ${k}: finished and '${b.fault}'`;
    const line = spikes.findIndex((text, at) => text !== other.spikes[at]);
    if (line >= 0 || spikes.length !== other.spikes.length) {
      const at = line >= 0 ? line : spikes.length;
      return `sample ${k}, spikes (step, population, neurons): '${spikes[at] ?? 'no more'}' and '${other.spikes[at] ?? 'no more'}'`;
    }
    const differing = difference(state, other.state);
    if (differing) return `sample ${k}, ${differing}`;
  }
  return a.fault === b.fault ? undefined : `'${a.fault ?? 'no fault'}' and '${b.fault ?? 'no fault'}'`;
}
