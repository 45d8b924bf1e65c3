import { N3mlError, type Topology } from '@n3ml/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomTrain, trainOf } from '../random-train.ts';
import { adder, at, collector, type ExecutorSuite, pair, spikesOf } from './adder.ts';

const dense = { kind: 'dense' } as const;

/** What arrives where and when: delays and topologies. */
export const testArrival: ExecutorSuite = (executor) => {
  it('delays every spike of a connection by its delay, in ms', () => {
    const simulation = executor.compile(pair(1, 1, adder, { topology: { kind: 'one-to-one' }, weights: 1, delay: 3 }, 0.5));
    expect(spikesOf(simulation, 'cells', { input: at(20, 0, 1, 9) }, 20)).toEqual(['7: 0', '8: 0', '16: 0']);
  });

  it('delays every synapse by its own delay, across calls too', () => {
    const delay = Float32Array.of(0, 1, 2, 5, 9);
    const simulation = executor.compile(pair(1, 5, adder, { topology: dense, weights: new Float32Array(5).fill(1), delay }));
    const lines = [...spikesOf(simulation, 'cells', { input: at(4, 1) }, 4), ...spikesOf(simulation, 'cells', {}, 10)];
    expect(lines).toEqual(['2: 0', '3: 1', '4: 2', '7: 3', '11: 4']);
  });

  it('forgets at a reset what is still on its way', () => {
    const simulation = executor.compile(pair(1, 1, adder, { topology: { kind: 'one-to-one' }, weights: 1, delay: 5 }));
    simulation.run({ input: at(2, 0, 1) }, { steps: 2, learn: false });
    simulation.reset();
    expect(spikesOf(simulation, 'cells', {}, 10)).toEqual([]);
  });

  it('adds what several connections and several channels bring', () => {
    const simulation = executor.compile({
      dt: 1,
      populations: {
        left: { size: 1 },
        right: { size: 1 },
        cells: { size: 1, neuron: { ...collector, state: 'v : per neuron\nu : per neuron', input: { one: 'v += I', two: 'u += I' } } },
      },
      connections: {
        a: { from: 'left', to: 'cells', topology: { kind: 'one-to-one' }, weights: 1, target: 'one' },
        b: { from: 'right', to: 'cells', topology: { kind: 'one-to-one' }, weights: 2, target: 'one' },
        c: { from: 'right', to: 'cells', topology: dense, weights: Float32Array.of(4), target: 'two' },
      },
    });
    simulation.run({ left: at(3, 0), right: at(3, 0, 1) }, { steps: 3, learn: false });
    expect([simulation.variable('cells', 'v')[0], simulation.variable('cells', 'u')[0]]).toEqual([5, 8]);
  });

  /** What a connection has brought to each neuron after 12 random steps. */
  const brought = (inputs: number, size: number, topology: Topology, weights: Float32Array | number, seed: number): Float32Array => {
    const simulation = executor.compile(pair(inputs, size, collector, { topology, weights }));
    simulation.run({ input: randomTrain(inputs, 12, 0.4, seed) }, { steps: 12, learn: false });
    return simulation.variable('cells', 'v');
  };
  const expectClose = (a: Float32Array, b: Float32Array): void => {
    for (const [k, value] of a.entries()) expect(Math.abs(value - b[k]!)).toBeLessThan(1e-4);
  };
  const sizes = fc.constantFrom(1, 3, 4, 5, 9, 17);
  const numRuns = 8;

  it('dense: adds the row of every spike', () => {
    fc.assert(
      fc.property(sizes, sizes, fc.nat(), (inputs, size, seed) => {
        const weights = Float32Array.from({ length: inputs * size }, (_, k) => Math.sin(k + seed));
        const train = randomTrain(inputs, 12, 0.4, seed);
        const expected = new Float64Array(size);
        // The spikes of the last step have not arrived.
        for (const i of train.ids.subarray(0, train.offsets[11])) for (let j = 0; j < size; j++) expected[j]! += weights[i * size + j]!;
        expectClose(brought(inputs, size, dense, weights, seed), Float32Array.from(expected));
      }),
      { numRuns },
    );
  });

  it('all-but-self: like a dense connection without its diagonal', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (size, seed) => {
        const weights = Float32Array.from({ length: size * size }, (_, k) => (k % (size + 1) === 0 ? 0 : -0.7));
        expectClose(brought(size, size, { kind: 'all-but-self' }, -0.7, seed), brought(size, size, dense, weights, seed));
      }),
      { numRuns },
    );
  });

  it('sparse: like a dense connection with zeros, down to no synapse at all', () => {
    fc.assert(
      fc.property(sizes, sizes, fc.nat(), fc.constantFrom(0, 2, 5), (inputs, size, seed, every) => {
        const present = (k: number): boolean => every > 0 && (k * 7 + seed) % every === 0;
        const weights = Float32Array.from({ length: inputs * size }, (_, k) => (present(k) ? Math.sin(k + seed) : 0));
        const places = [...weights.keys()].filter(present);
        const rows = Uint32Array.from({ length: inputs + 1 }, (_, i) => places.filter((k) => k < i * size).length);
        const topology = { kind: 'sparse', rows, columns: Uint32Array.from(places, (k) => k % size) } as const;
        expectClose(
          brought(
            inputs,
            size,
            topology,
            Float32Array.from(places, (k) => weights[k]!),
            seed,
          ),
          brought(inputs, size, dense, weights, seed),
        );
      }),
      { numRuns },
    );
  });

  it('one-to-one: like a sparse diagonal, with an array and with one number', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (size, seed) => {
        const diagonal = {
          kind: 'sparse',
          rows: Uint32Array.from({ length: size + 1 }, (_, i) => i),
          columns: Uint32Array.from({ length: size }, (_, i) => i),
        } as const;
        const weights = Float32Array.from({ length: size }, (_, k) => Math.sin(k + seed));
        expectClose(brought(size, size, { kind: 'one-to-one' }, weights, seed), brought(size, size, diagonal, weights, seed));
        expectClose(
          brought(size, size, { kind: 'one-to-one' }, 0.3, seed),
          brought(
            size,
            size,
            diagonal,
            weights.map(() => 0.3),
            seed,
          ),
        );
      }),
      { numRuns },
    );
  });

  it('refuses trains that do not fit and populations that do not exist', () => {
    const simulation = executor.compile(pair(2, 1, adder, { topology: dense, weights: new Float32Array(2) }));
    const run =
      (name: string, train: ReturnType<typeof at>, steps = 3) =>
      () =>
        simulation.run({ [name]: train }, { steps, learn: false });
    for (const wrong of [
      run('inptu', at(3, 0)),
      run('cells', at(3, 0)),
      run('input', at(4, 0)),
      run(
        'input',
        trainOf(3, () => [[0, 2]]),
      ),
      run('input', at(1, 0), 0),
    ]) {
      expect(wrong).toThrow(N3mlError);
    }
    expect(simulation.spikeCounts('input')).toEqual(new Uint32Array(2));
  });
};
