import { hasNeuron, type Inputs, N3mlError, type Population, randomStream, type Simulation, type SpikeTrain } from '@n3ml/core';
import { compileRule } from '@n3ml/equations';
import { randomTrain, signed, sliceTrain } from './random-train.ts';
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

/** Random spikes for every input population, or currents that bring about as much. */
export function randomInputs({ network }: Simulation, steps: number, probability: number, ...key: readonly (string | number)[]): Inputs {
  const inputs = Object.entries(network.populations).filter(([, population]) => !hasNeuron(population));
  const drive = (name: string, { size, carries }: Population): SpikeTrain | Float32Array => {
    if (carries === 'current') return randomCurrent(size, probability, ...key, name);
    const train = randomTrain(size, steps, probability, ...key, name);
    return carries === 'signed spikes' ? signed(train, ...key, name) : train;
  };
  return Object.fromEntries(inputs.map(([name, population]) => [name, drive(name, population)]));
}

/** A current for half of the neurons, negative for some. */
function randomCurrent(size: number, mean: number, ...key: readonly (string | number)[]): Float32Array {
  const random = randomStream(...key);
  return Float32Array.from({ length: size }, () => (random.integer(2) ? mean * (4 * random.uniform() - 1) : 0));
}

/** What drives an input in the steps `from` .. `to - 1`. */
const during = (drive: SpikeTrain | Float32Array, from: number, to: number): SpikeTrain | Float32Array =>
  drive instanceof Float32Array ? drive : sliceTrain(drive, from, to);

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
        simulation.run(Object.fromEntries(inputs.map(([name, drive]) => [name, during(drive, from, to)])), { steps: to - from, learn });
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
