import { type Connection, type LearningRule, type Network, type Neuron, type RandomStream, randomStream, type Topology } from '@n3ml/core';
import fc from 'fast-check';
import { channelsOf, drivingWeight } from './driving-weight.ts';
import { needsBounds } from './needs-bounds.ts';

/** What random networks are made of. */
export interface NetworkParts {
  /** By name; neurons need not be of one unit, for weights are scaled to what drives each. */
  readonly neurons: Readonly<Record<string, Neuron>>;
  /** By name. @default none */
  readonly rules?: Readonly<Record<string, LearningRule>>;
  /** In ms. @default 1 */
  readonly dt?: number;
}

/** A random network in words, so that a counterexample can be read and shrinks well. The same recipe and parts give the same network. */
export interface NetworkRecipe {
  readonly seed: number;
  readonly inputs: number;
  readonly size: number;
  /** Name of the neuron of the population `a`. */
  readonly neuron: string;
  /** Name of the neuron of the population `b`. */
  readonly second: string;
  /** Name of the rule of the connections input -> a and a -> b. */
  readonly rule: string | undefined;
  /** How the input is connected to a, and a to b. One-to-one makes the inputs as many as the neurons. */
  readonly topology: 'dense' | 'sparse' | 'one-to-one';
  /** How b is connected back to a. */
  readonly back: 'all-but-self' | 'one-to-one' | 'sparse';
  /** Steps that spikes take; 'each' gives every weight of a dense connection its own. */
  readonly delay: number | 'each';
  /** Rules that read their bounds have them in any case. */
  readonly bounded: boolean;
  readonly normalized: boolean;
}

/** Sizes that fill vectors of four and that don't. */
const SIZES = [1, 3, 4, 5, 7, 9, 17, 33];

/** Recipes over all the parts given, as a fast-check arbitrary. */
export function networkRecipe({ neurons, rules = {} }: NetworkParts): fc.Arbitrary<NetworkRecipe> {
  const neuron = fc.constantFrom(...Object.keys(neurons));
  return fc.record({
    seed: fc.nat(),
    inputs: fc.constantFrom(...SIZES),
    size: fc.constantFrom(...SIZES),
    neuron,
    second: neuron,
    rule: fc.constantFrom(undefined, ...Object.keys(rules)),
    topology: fc.constantFrom('dense', 'sparse', 'one-to-one'),
    back: fc.constantFrom('all-but-self', 'one-to-one', 'sparse'),
    delay: fc.constantFrom(0, 1, 3, 'each' as const),
    bounded: fc.boolean(),
    normalized: fc.boolean(),
  });
}

const scales = new WeakMap<Neuron, Map<number, number>>();

/** The driving weight, worked out once for each neuron and dt; 1 for a neuron that nothing drives. */
function scaleOf(neuron: Neuron, dt: number): number {
  const known = scales.get(neuron) ?? new Map<number, number>();
  scales.set(neuron, known);
  const scale = known.get(dt) ?? drivingWeight(neuron, dt) ?? 1;
  known.set(dt, scale);
  return scale;
}

/** Rows with about half of all columns; some rows, at times all of them, are empty. */
function randomRows(pre: number, post: number, random: RandomStream): Extract<Topology, { kind: 'sparse' }> {
  const density = random.integer(4) / 4;
  const rows = new Uint32Array(pre + 1);
  const columns: number[] = [];
  for (let i = 0; i < pre; i++) {
    for (let j = 0; j < post; j++) if (random.uniform() < density) columns.push(j);
    rows[i + 1] = columns.length;
  }
  return { kind: 'sparse', rows, columns: Uint32Array.from(columns) };
}

/** The network of a recipe: input -> a -> b -> a. */
export function networkOf(recipe: NetworkRecipe, { neurons, rules = {}, dt = 1 }: NetworkParts): Network {
  const { seed, size, topology, back, delay, normalized } = recipe;
  const inputs = topology === 'one-to-one' ? size : recipe.inputs;
  const [neuron, second] = [neurons[recipe.neuron]!, neurons[recipe.second]!];
  const rule = recipe.rule === undefined ? undefined : rules[recipe.rule];
  const bounded = recipe.bounded || (rule !== undefined && needsBounds(rule, dt));

  const learned = (from: string, pre: number, to: string, receiver: Neuron): Connection => {
    const random = randomStream(seed, from, to);
    const placed = topology === 'sparse' ? randomRows(pre, size, random) : { kind: topology };
    const count = placed.kind === 'dense' ? pre * size : placed.kind === 'sparse' ? placed.columns.length : size;
    const strength = (topology === 'one-to-one' ? 2 : Math.max(1, 8 / pre)) * scaleOf(receiver, dt);
    return {
      from,
      to,
      topology: placed,
      weights: Float32Array.from({ length: count }, () => random.uniform() * strength),
      target: channelsOf(receiver)[0]!,
      ...(rule ? { rule } : {}),
      ...(bounded ? { bounds: [0, strength] as const } : {}),
      ...(normalized && topology !== 'one-to-one' ? { normalize: { sum: 0.4 * strength * pre } } : {}),
      delay:
        delay !== 'each' ? delay * dt : topology === 'dense' ? Float32Array.from({ length: count }, () => random.integer(5) * dt) : 2 * dt,
    };
  };

  const random = randomStream(seed, 'back');
  const rows = randomRows(size, size, random);
  const strength = scaleOf(neuron, dt);
  const channel = channelsOf(neuron)[random.integer(channelsOf(neuron).length)]!;
  return {
    dt,
    populations: { input: { size: inputs }, a: { size, neuron }, b: { size, neuron: second } },
    connections: {
      forward: learned('input', inputs, 'a', neuron),
      onward: learned('a', size, 'b', second),
      back: {
        from: 'b',
        to: 'a',
        topology: back === 'sparse' ? rows : { kind: back },
        weights: back === 'sparse' ? Float32Array.from(rows.columns, () => random.normal() * strength) : -random.uniform() * strength,
        target: channel,
        delay: random.integer(3) * dt,
      },
    },
  };
}
