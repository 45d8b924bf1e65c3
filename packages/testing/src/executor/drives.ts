import { type Connection, type InputPopulation, N3mlError, type Network, type Topology } from '@n3ml/core';
import { expect, it } from 'vitest';
import { randomTrain, signed, sliceTrain, trainOf } from '../random-train.ts';
import { adder, at, collector, type ExecutorSuite, spikesOf } from './adder.ts';

const [PRE, POST, STEPS] = [6, 6, 8];
const window = { input: [3, 2, 1], output: [3, 2, 1], size: [3, 1], strides: [1, 1], padding: [1, 0] } as const;
const rows = Uint32Array.of(0, 3, 3, 4, 6, 8, 9);
const columns = Uint32Array.of(0, 2, 5, 1, 0, 4, 3, 5, 2);

interface Wiring {
  readonly topology: Topology;
  readonly weights: Float32Array | number;
}

/** Every topology, with weights; of pooling the sum, for maxima don't add. */
const wirings: readonly Wiring[] = Object.values({
  dense: { topology: { kind: 'dense' }, weights: Float32Array.from({ length: PRE * POST }, (_, k) => Math.sin(k)) },
  'one-to-one': { topology: { kind: 'one-to-one' }, weights: 0.75 },
  'all-but-self': { topology: { kind: 'all-but-self' }, weights: -0.5 },
  sparse: { topology: { kind: 'sparse', rows, columns }, weights: Float32Array.from(columns, (_, k) => Math.cos(k)) },
  conv2d: { topology: { kind: 'conv2d', ...window }, weights: Float32Array.of(0.5, -1, 2) },
  'depthwise-conv2d': { topology: { kind: 'depthwise-conv2d', ...window }, weights: Float32Array.of(0.5, -1, 2) },
  pool2d: { topology: { kind: 'pool2d', pool: 'sum', ...window }, weights: 0.25 },
} satisfies { readonly [K in Topology['kind']]: Wiring & { readonly topology: { readonly kind: K } } });

const driven = (carries: InputPopulation['carries'], connection: Pick<Connection, 'topology' | 'weights' | 'delay'>): Network => ({
  dt: 1,
  populations: { input: { size: PRE, carries: carries! }, cells: { size: POST, neuron: collector } },
  connections: { c: { from: 'input', to: 'cells', ...connection } },
});

/** What drives an input beside plain spikes: spikes with a sign, and currents. */
export const testDrives: ExecutorSuite = (executor) => {
  /** What one spike of a neuron brings, by plain spikes. */
  const matrixOf = (wiring: Wiring): readonly Float32Array[] =>
    Array.from({ length: PRE }, (_, i) => {
      const simulation = executor.compile(driven('spikes', wiring));
      simulation.run({ input: trainOf(2, () => [[0, i]]) }, { steps: 2, learn: false });
      return simulation.variable('cells', 'v');
    });
  const expectClose = (given: Float32Array, expected: readonly number[]): void => {
    for (const [k, value] of given.entries()) expect(Math.abs(value - expected[k]!), `neuron ${k}`).toBeLessThan(1e-4);
  };

  it.each(wirings)('takes off what a negative spike brings: $topology.kind', (wiring) => {
    const matrix = matrixOf(wiring);
    const train = signed(randomTrain(PRE, STEPS, 0.5, 'signs'), 'signs');
    const sums = Array.from({ length: POST }, () => 0);
    for (const [k, id] of train.ids.entries()) for (let j = 0; j < POST; j++) sums[j]! += train.signs![k]! * matrix[id]![j]!;
    for (const delay of [0, 2]) {
      const simulation = executor.compile(driven('signed spikes', { ...wiring, delay }));
      // Cut where spikes are on their way: each keeps its sign.
      simulation.run({ input: sliceTrain(train, 0, 3) }, { steps: 3, learn: false });
      simulation.run({ input: sliceTrain(train, 3, STEPS) }, { steps: STEPS - 3, learn: false });
      simulation.run({}, { steps: 1 + delay, learn: false });
      expectClose(simulation.variable('cells', 'v'), sums);
    }
  });

  it('delays every signed spike by the delay of its synapse', () => {
    const delay = Float32Array.from({ length: PRE * POST }, (_, k) => k % 4);
    const simulation = executor.compile(
      driven('signed spikes', { topology: { kind: 'dense' }, weights: new Float32Array(PRE * POST).fill(1), delay }),
    );
    const train = {
      ...trainOf(2, () => [
        [0, 0],
        [0, 1],
        [1, 1],
      ]),
      signs: Int8Array.of(1, -1, -1),
    };
    simulation.run({ input: train }, { steps: 2, learn: false });
    simulation.run({}, { steps: 5, learn: false });
    expect([...simulation.variable('cells', 'v')]).toEqual([-1, -1, -1, -1, -1, -1]);
  });

  it('takes a train without signs for one of positive spikes', () => {
    const simulation = executor.compile(driven('signed spikes', { topology: { kind: 'one-to-one' }, weights: 1 }));
    simulation.run({ input: { ...at(1, 0), signs: Int8Array.of(-1) } }, { steps: 1, learn: false });
    simulation.run({ input: at(3, 0, 1) }, { steps: 3, learn: false });
    expect(simulation.variable('cells', 'v')[0]).toBe(1);
    expect(simulation.spikeCounts('input')[0]).toBe(3);
  });

  it.each(wirings)('adds in every step, from the first on, what a current brings: $topology.kind', (wiring) => {
    const matrix = matrixOf(wiring);
    const current = Float32Array.of(0.5, 0, -1.5, 2, 0, 0.25);
    const bring = (steps: number): readonly number[] =>
      Array.from({ length: POST }, (_, j) => steps * current.reduce((sum, value, i) => sum + value * matrix[i]![j]!, 0));
    const simulation = executor.compile(driven('current', wiring));
    const v = (): Float32Array => simulation.variable('cells', 'v');
    simulation.run({ input: current }, { steps: 1, learn: false });
    expectClose(v(), bring(1));
    simulation.run({ input: current }, { steps: 4, learn: false });
    expectClose(v(), bring(5));
    simulation.run({}, { steps: 3, learn: false });
    expectClose(v(), bring(5));
    simulation.reset();
    simulation.run({ input: current }, { steps: 2, learn: false });
    expectClose(v(), bring(2));
    expect(simulation.spikeCounts('input')).toEqual(new Uint32Array(PRE));
  });

  it('lets a constant current fire a neuron by its rate, and tells of no spikes of the input', () => {
    const simulation = executor.compile({
      ...driven('current', { topology: { kind: 'one-to-one' }, weights: 1 }),
      populations: { input: { size: PRE, carries: 'current' }, cells: { size: POST, neuron: { ...adder, reset: 'v -= 1' } } },
    });
    const heard = new Set<string>();
    simulation.onSpikes = (_step, population) => heard.add(population);
    simulation.run({ input: Float32Array.of(0, 0.25, 0.5, 1, 0.75, -1) }, { steps: 2000, learn: false });
    expect([...simulation.spikeCounts('cells')]).toEqual([0, 500, 1000, 2000, 1500, 0]);
    expect([...heard]).toEqual(['cells']);
  });

  it('refuses what an input does not carry, and a current that is no number', () => {
    const wiring = { topology: { kind: 'one-to-one' }, weights: 1 } as const;
    const [spikes, signs, currents] = (['spikes', 'signed spikes', 'current'] as const).map((carries) =>
      executor.compile(driven(carries, wiring)),
    );
    const numbers = new Float32Array(PRE);
    const signedTrain = { ...at(1, 0), signs: Int8Array.of(-1) };
    const refused = [
      [spikes!, numbers, 'N3ML_WRONG_INPUT'],
      [signs!, numbers, 'N3ML_WRONG_INPUT'],
      [currents!, at(1, 0), 'N3ML_WRONG_INPUT'],
      [spikes!, signedTrain, 'N3ML_SIGNED_SPIKES'],
      [currents!, new Float32Array(PRE - 1), 'N3ML_SIZE_MISMATCH'],
      [currents!, numbers.with(3, Number.NaN), 'N3ML_NOT_A_NUMBER'],
      [currents!, numbers.with(3, Number.POSITIVE_INFINITY), 'N3ML_NOT_A_NUMBER'],
    ] as const;
    for (const [simulation, input, code] of refused) {
      const run = (): void => simulation.run({ input }, { steps: 1, learn: false });
      expect(run).toThrow(N3mlError);
      expect(run).toThrow(code);
      expect(spikesOf(simulation, 'cells', {}, 1)).toEqual([]);
    }
  });
};
