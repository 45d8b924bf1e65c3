import {
  type Connection,
  type InputPopulation,
  type LearningRule,
  type Network,
  type Neuron,
  type RandomStream,
  randomStream,
  type Topology,
} from '@n3ml/core';
import fc from 'fast-check';
import { channelsOf, drivingWeight } from './driving-weight.ts';
import { needsBounds } from './needs-bounds.ts';
import { type LearnableKind, learnableKinds } from './topologies.ts';

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
  /** How the input is connected to a, and a to b. One-to-one makes the inputs as many as the neurons; convolutions make sheets of both. */
  readonly topology: LearnableKind;
  /** How b is connected back to a. */
  readonly back: 'all-but-self' | 'one-to-one' | 'sparse' | 'pool2d';
  /** What drives the input; rules and delays are left out where it can't have them. */
  readonly carries: NonNullable<InputPopulation['carries']>;
  /** When spikes of input and a arrive; in the same step without a delay. */
  readonly arrives: NonNullable<Connection['arrives']>;
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
    topology: fc.constantFrom(...learnableKinds),
    back: fc.constantFrom('all-but-self', 'one-to-one', 'sparse', 'pool2d'),
    carries: fc.constantFrom('spikes', 'spikes', 'signed spikes', 'current'),
    arrives: fc.constantFrom('next step', 'next step', 'same step'),
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

/** A topology with the number of its weights, and of those into one neuron. */
interface Wiring {
  readonly topology: Topology;
  readonly weights: number;
  readonly fanIn: number;
}

/** How a recipe wires the input to a and a to b, with the sizes of these populations. */
function wire(recipe: NetworkRecipe): {
  readonly inputs: number;
  readonly size: number;
  readonly forward: Wiring;
  readonly onward: Wiring;
} {
  const { seed, size, topology } = recipe;
  if (topology === 'conv2d' || topology === 'depthwise-conv2d') return convolved(recipe, topology);
  const inputs = topology === 'one-to-one' ? size : recipe.inputs;
  const between = (from: string, pre: number): Wiring => {
    switch (topology) {
      case 'dense':
        return { topology: { kind: topology }, weights: pre * size, fanIn: pre };
      case 'one-to-one':
        return { topology: { kind: topology }, weights: size, fanIn: 4 };
      case 'sparse': {
        const rows = randomRows(pre, size, randomStream(seed, from, 'rows'));
        return { topology: rows, weights: rows.columns.length, fanIn: pre };
      }
    }
  };
  return { inputs, size, forward: between('input', inputs), onward: between('a', size) };
}

/** A window of any geometry over the input, then one that keeps the sheet, so that b fits back onto a. */
function convolved({ seed, inputs, size }: NetworkRecipe, kind: 'conv2d' | 'depthwise-conv2d'): ReturnType<typeof wire> {
  const random = randomStream(seed, 'window');
  const upTo = (n: number): number => 1 + random.integer(n);
  const height = Math.min(4, Math.ceil(Math.sqrt(inputs)));
  const width = Math.min(5, Math.ceil(inputs / height));
  const channels = upTo(3);
  const [window, strides] = [[upTo(4), upTo(4)] as const, [upTo(2), upTo(3)] as const];
  const padding = [random.integer(window[0]), random.integer(window[1])] as const;
  const places = (extent: number, k: 0 | 1): number => upTo(Math.floor((extent + padding[k] - 1) / strides[k]) + 1);
  const perPlace = Math.min(size, 6);
  const sheet = [places(height, 0), places(width, 1), kind === 'conv2d' ? perPlace : channels * Math.min(perPlace, 3)] as const;
  const fanIn = window[0] * window[1] * (kind === 'conv2d' ? channels : 1);
  const forward: Topology = { kind, input: [height, width, channels], output: sheet, size: window, strides, padding };
  const onward: Topology = { kind, input: sheet, output: sheet, size: [3, 3], strides: [1, 1], padding: [1, 1] };
  return {
    inputs: height * width * channels,
    size: sheet[0] * sheet[1] * sheet[2],
    forward: { topology: forward, weights: window[0] * window[1] * (kind === 'conv2d' ? channels * sheet[2] : sheet[2]), fanIn },
    onward: { topology: onward, weights: 9 * sheet[2] * (kind === 'conv2d' ? sheet[2] : 1), fanIn: 9 * (kind === 'conv2d' ? sheet[2] : 1) },
  };
}

/** The network of a recipe: input -> a -> b -> a. */
export function networkOf(recipe: NetworkRecipe, { neurons, rules = {}, dt = 1 }: NetworkParts): Network {
  const { seed, back, delay, normalized, carries, arrives } = recipe;
  const { inputs, size, forward, onward } = wire(recipe);
  const [neuron, second] = [neurons[recipe.neuron]!, neurons[recipe.second]!];
  const rule = recipe.rule === undefined ? undefined : rules[recipe.rule];
  const bounded = recipe.bounded || (rule !== undefined && needsBounds(rule, dt));

  const learned = (from: string, { topology, weights, fanIn }: Wiring, to: string, receiver: Neuron): Connection => {
    const random = randomStream(seed, from, to);
    const strength = Math.max(1, 8 / fanIn) * scaleOf(receiver, dt);
    const learns = rule && (from !== 'input' || carries === 'spikes');
    const delayed = arrives === 'next step' && (from !== 'input' || carries !== 'current');
    const each = delay === 'each' && topology.kind === 'dense';
    return {
      from,
      to,
      topology,
      weights: Float32Array.from({ length: weights }, () => random.uniform() * strength),
      target: channelsOf(receiver)[0]!,
      arrives,
      ...(learns ? { rule } : {}),
      ...(bounded ? { bounds: [0, strength] as const } : {}),
      ...(normalized && (topology.kind === 'dense' || topology.kind === 'sparse') ? { normalize: { sum: 0.4 * strength * fanIn } } : {}),
      ...(delayed
        ? { delay: each ? Float32Array.from({ length: weights }, () => random.integer(5) * dt) : (delay === 'each' ? 2 : delay) * dt }
        : {}),
    };
  };

  const random = randomStream(seed, 'back');
  const rows = randomRows(size, size, random);
  const strength = scaleOf(neuron, dt);
  const channel = channelsOf(neuron)[random.integer(channelsOf(neuron).length)]!;
  const column = [size, 1, 1] as const;
  const pool = {
    kind: 'pool2d',
    pool: random.integer(2) ? 'sum' : 'max',
    input: column,
    output: column,
    size: [3, 1],
    strides: [1, 1],
    padding: [1, 0],
  } as const;
  return {
    dt,
    populations: { input: { size: inputs, carries }, a: { size, neuron }, b: { size, neuron: second } },
    connections: {
      forward: learned('input', forward, 'a', neuron),
      onward: learned('a', onward, 'b', second),
      back: {
        from: 'b',
        to: 'a',
        topology: back === 'sparse' ? rows : back === 'pool2d' ? pool : { kind: back },
        weights: back === 'sparse' ? Float32Array.from(rows.columns, () => random.normal() * strength) : -random.uniform() * strength,
        target: channel,
        delay: random.integer(3) * dt,
      },
    },
  };
}
