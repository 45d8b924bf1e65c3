import { type Connection, type Network, type Neuron, type Population, randomStream, type Topology } from '@n3ml/core';
import { expect, it } from 'vitest';
import { randomTrain } from '../random-train.ts';
import { adder, at, collector, type ExecutorSuite, spikesOf } from './adder.ts';

const integrator: Neuron = { ...adder, reset: 'v -= 1' };
const oneToOne = { kind: 'one-to-one' } as const;

/** A chain of single neurons, input -> a -> b -> c, each connection with weight 1. */
function chain(arrives: NonNullable<Connection['arrives']>): Network {
  const link = (from: string, to: string): Connection => ({ from, to, topology: oneToOne, weights: 1, arrives });
  const cells = { size: 1, neuron: adder };
  return {
    dt: 1,
    populations: { input: { size: 1 }, a: cells, b: cells, c: cells },
    connections: { late: link('b', 'c'), first: link('input', 'a'), middle: link('a', 'b') },
  };
}

/** Spikes that arrive in the step in which they were fired. */
export const testSameStep: ExecutorSuite = (executor) => {
  it('crosses a chain in one step, whatever the order of the connections', () => {
    const train = at(4, 0, 3);
    expect(spikesOf(executor.compile(chain('same step')), 'c', { input: train }, 4)).toEqual(['0: 0', '3: 0']);
    expect(spikesOf(executor.compile(chain('next step')), 'c', { input: train }, 4)).toEqual(['3: 0']);
  });

  it('computes a feed-forward network layer by layer', () => {
    const [STEPS, LAYERS] = [25, [5, 9, 7, 3]];
    const random = randomStream('layers');
    const matrices = LAYERS.slice(1).map((size, k) =>
      Float32Array.from({ length: LAYERS[k]! * size }, () => Math.round(16 + 64 * random.normal()) / 128),
    );
    const populations: Record<string, Population> = { l0: { size: LAYERS[0]! } };
    const connections: Record<string, Connection> = {};
    for (const [k, weights] of matrices.entries()) {
      populations[`l${k + 1}`] = { size: LAYERS[k + 1]!, neuron: integrator };
      connections[`c${k}`] = { from: `l${k}`, to: `l${k + 1}`, topology: { kind: 'dense' }, weights, arrives: 'same step' };
    }
    const train = randomTrain(LAYERS[0]!, STEPS, 0.5, 'layers');
    const v = LAYERS.map((size) => new Float64Array(size));
    const lines: string[] = [];
    for (let step = 0; step < STEPS; step++) {
      let spiking = [...train.ids.subarray(train.offsets[step]!, train.offsets[step + 1]!)];
      for (const [k, weights] of matrices.entries()) {
        const own = v[k + 1]!;
        for (const i of spiking) for (let j = 0; j < own.length; j++) own[j]! += weights[i * own.length + j]!;
        spiking = [...own.keys()].filter((j) => own[j]! >= 1);
        for (const j of spiking) own[j]! -= 1;
      }
      if (spiking.length) lines.push(`${step}: ${spiking.join(' ')}`);
    }
    const simulation = executor.compile({ dt: 1, populations, connections });
    expect(spikesOf(simulation, 'l3', { l0: train }, STEPS)).toEqual(lines);
    expect(lines.length).toBeGreaterThan(3);
    expect([...simulation.variable('l3', 'v')]).toEqual([...v[3]!]);
  });

  it('lets a step of both kinds come together: what was fired before, and what is fired now', () => {
    const simulation = executor.compile({
      dt: 1,
      populations: { input: { size: 1 }, a: { size: 1, neuron: adder }, b: { size: 1, neuron: { ...adder, threshold: 'v >= 2' } } },
      connections: {
        ahead: { from: 'input', to: 'a', topology: oneToOne, weights: 1, arrives: 'same step' },
        now: { from: 'a', to: 'b', topology: oneToOne, weights: 1, arrives: 'same step' },
        later: { from: 'input', to: 'b', topology: oneToOne, weights: 1 },
        back: { from: 'b', to: 'a', topology: oneToOne, weights: -5 },
      },
    });
    // b gets 1 in step 0 from a, 2 in step 1, which is enough, and from the input alone 1 in each of the steps 2 and 3, for it holds a back in step 2.
    expect(spikesOf(simulation, 'b', { input: at(4, 0, 1, 2) }, 4)).toEqual(['1: 0', '3: 0']);
    expect(simulation.spikeCounts('a')[0]).toBe(2);
  });

  it('pools the maximum of what has been counted up to this step', () => {
    const sheet = [4, 4, 2] as const;
    const pool: Topology = { kind: 'pool2d', pool: 'max', input: sheet, output: [2, 2, 2], size: [2, 2], strides: [2, 2], padding: [0, 0] };
    const simulation = executor.compile({
      dt: 1,
      populations: { input: { size: 32 }, relay: { size: 32, neuron: adder }, pooled: { size: 8, neuron: collector } },
      connections: {
        up: { from: 'input', to: 'relay', topology: oneToOne, weights: 1, arrives: 'same step' },
        pool: { from: 'relay', to: 'pooled', topology: pool, weights: 1, arrives: 'same step' },
      },
    });
    const train = randomTrain(32, 20, 0.3, 'pool');
    for (let step = 0; step < 20; step++) {
      const now = {
        steps: 1,
        offsets: Uint32Array.of(0, train.offsets[step + 1]! - train.offsets[step]!),
        ids: train.ids.subarray(train.offsets[step]!),
      };
      simulation.run({ input: now }, { steps: 1, learn: false });
      const counts = simulation.spikeCounts('relay');
      const highest = Array.from({ length: 8 }, (_, place) => {
        const [c, x, y] = [place % 2, Math.floor(place / 2) % 2, Math.floor(place / 4)];
        return Math.max(...[0, 1].flatMap((dy) => [0, 1].map((dx) => counts[((2 * y + dy) * 4 + 2 * x + dx) * 2 + c]!)));
      });
      expect([...simulation.variable('pooled', 'v')]).toEqual(highest);
    }
    simulation.reset();
    simulation.run({ input: at(1, 0) }, { steps: 1, learn: false });
    expect(simulation.variable('pooled', 'v')[0]).toBe(1);
  });

  it('learns after all populations have advanced', () => {
    const rule = { params: {}, state: 'x : pre, at spike x = 1', onPost: 'w += x' };
    const simulation = executor.compile({
      dt: 1,
      populations: { input: { size: 1 }, a: { size: 1, neuron: adder } },
      connections: { c: { from: 'input', to: 'a', topology: { kind: 'dense' }, weights: Float32Array.of(1), rule, arrives: 'same step' } },
    });
    simulation.run({ input: at(2, 0, 1) }, { steps: 2, learn: true });
    expect(simulation.weights('c')[0]).toBe(3);
  });
};
