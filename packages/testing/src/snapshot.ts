import { hasNeuron, type Neuron, type Simulation } from '@n3ml/core';
import { compileNeuron, type Variable } from '@n3ml/equations';

/** Copies of everything that can be seen of a simulation, by what it is. */
export type Snapshot = ReadonlyMap<string, ArrayLike<number>>;

// Suites compile the same few models again and again to ask for their names.
const compiled = new WeakMap<Neuron, readonly Variable[]>();

/** The state variables of a population; an input has none. */
export function variablesOf({ network }: Simulation, population: string): readonly Variable[] {
  const found = network.populations[population]!;
  if (!hasNeuron(found)) return [];
  const variables = compiled.get(found.neuron) ?? compileNeuron(found.neuron, { dt: network.dt }).variables;
  compiled.set(found.neuron, variables);
  return variables;
}

/** The state variables that are kept between samples, or those that aren't. */
export function stateOf(simulation: Simulation, { kept }: { readonly kept: boolean }): Snapshot {
  const state = new Map<string, ArrayLike<number>>();
  for (const population of Object.keys(simulation.network.populations)) {
    for (const variable of variablesOf(simulation, population)) {
      if (variable.kept === kept) state.set(`${variable.name} of ${population}`, simulation.variable(population, variable.name));
    }
  }
  return state;
}

export function snapshot(simulation: Simulation): Snapshot {
  const { network } = simulation;
  const seen = new Map<string, ArrayLike<number>>();
  for (const population of Object.keys(network.populations)) {
    seen.set(`spike counts of ${population}`, simulation.spikeCounts(population).slice());
    for (const { name } of variablesOf(simulation, population)) seen.set(`${name} of ${population}`, simulation.variable(population, name));
  }
  for (const connection of Object.keys(network.connections)) seen.set(`weights of ${connection}`, simulation.weights(connection));
  for (const [name, { data }] of Object.entries(simulation.save())) seen.set(`saved ${name}`, data);
  return seen;
}

/** The first number that differs, in words; undefined where two snapshots are the same bit for bit (every NaN is one NaN). */
export function difference(a: Snapshot, b: Snapshot): string | undefined {
  for (const [what, values] of a) {
    const others = b.get(what);
    if (!others || others.length !== values.length) return `${what}: ${values.length} numbers and ${others?.length ?? 'none'}`;
    for (let k = 0; k < values.length; k++) {
      if (!Object.is(values[k], others[k])) return `${what}, number ${k}: ${values[k]} and ${others[k]}`;
    }
  }
  return a.size === b.size ? undefined : `${a.size} parts and ${b.size}`;
}
