import { randomStream } from '@n3ml/core';
import { describe, expect, it } from 'vitest';
import { alpha, Backpropagation, doubleExponential, type Response, SpikeTimeNetwork } from '../src/index.ts';

const TARGET = 12;
const STEP = 1e-6;

/** Half the squared error of the outputs that fire. */
const errorOf = (network: SpikeTimeNetwork, inputs: readonly number[]): number =>
  network.run(inputs).reduce((sum, time) => sum + (time === Infinity ? 0 : (time - TARGET) ** 2 / 2), 0);

function gradientOf(network: SpikeTimeNetwork, inputs: readonly number[]): Float64Array {
  const outputs = network.run(inputs);
  const gradient = new Float64Array(network.weights.length);
  new Backpropagation(network).add(
    outputs.map((time) => time - TARGET),
    gradient,
  );
  return gradient;
}

/** Slope of the potential of every neuron that fired, at its spike. */
function leastSlope(network: SpikeTimeNetwork): number {
  let least = Infinity;
  network.projections.forEach(({ post, start, row }, l) => {
    const { times, synapses, count } = network.arrivals[l]!;
    for (let j = 0; j < post; j++) {
      const spike = network.times[l + 1]![j]!;
      if (spike === Infinity) continue;
      let slope = 0;
      for (let k = 0; k < count && times[k]! < spike; k++) {
        slope += network.weights[start + j * row + synapses[k]!]! * network.response.slope(spike - times[k]!);
      }
      least = Math.min(least, slope);
    }
  });
  return least;
}

const cases: readonly [string, readonly number[], Response][] = [
  ['one layer', [4, 3], alpha({ tau: 7 })],
  ['two layers', [4, 5, 2], alpha({ tau: 7 })],
  ['three layers', [3, 5, 4, 2], alpha({ tau: 4 })],
  ['three layers, double exponential', [3, 4, 4, 1], doubleExponential({ tau: 6, tauRise: 1.5 })],
];

describe.each(cases)('the gradient of %s', (_, layers, response) => {
  it('equals finite differences on random networks, weights of either sign', () => {
    let compared = 0;
    for (let seed = 0; seed < 12; seed++) {
      const random = randomStream(seed, 'gradient test');
      const network = new SpikeTimeNetwork({ layers, response, delays: [1, 3, 6, 10], weights: [-0.1, 0.6], seed, slopeFloor: 1e-6 });
      const inputs = Array.from({ length: layers[0]! }, () => (random.integer(8) === 0 ? Infinity : 8 * random.uniform()));
      errorOf(network, inputs);
      // A network with a spike that is about to vanish, or an arrival just at a spike, has no derivative there.
      if (leastSlope(network) < 0.02) continue;
      const gradient = gradientOf(network, inputs);
      const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (let k = 0; k < network.weights.length; k++) {
        const weight = network.weights[k]!;
        network.weights[k] = weight + STEP;
        const above = errorOf(network, inputs);
        network.weights[k] = weight - STEP;
        const below = errorOf(network, inputs);
        network.weights[k] = weight;
        const difference = (above - below) / (2 * STEP);
        expect(Math.abs(gradient[k]! - difference), `weight ${k} of seed ${seed}`).toBeLessThanOrEqual(
          1e-4 * Math.abs(difference) + 1e-6 * largest,
        );
        if (difference !== 0) compared++;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });
});

describe('Backpropagation', () => {
  const network = () => new SpikeTimeNetwork({ layers: [2, 2, 1], response: alpha(), weights: [0.1, 0.3], seed: 3 });

  it('adds to the gradient that is there', () => {
    const one = gradientOf(network(), [0, 2]);
    const net = network();
    const [time] = net.run([0, 2]);
    const twice = new Float64Array(one.length);
    const backpropagation = new Backpropagation(net);
    backpropagation.add([time! - TARGET], twice);
    backpropagation.add([time! - TARGET], twice);
    expect(twice).toEqual(one.map((value) => 2 * value));
  });

  it('takes nothing from a silent output, and gives nothing to a silent neuron', () => {
    const net = network();
    net.weights.fill(0, net.projections[1]!.start);
    expect([...net.run([0, 2])]).toEqual([Infinity]);
    const gradient = new Float64Array(net.weights.length);
    new Backpropagation(net).add([Number.NaN], gradient);
    expect(gradient.every((value) => value === 0)).toBe(true);

    const partly = network();
    partly.weights.fill(0, 0, partly.projections[0]!.row);
    const sparse = gradientOf(partly, [0, 2]);
    expect(partly.times[1]![0]).toBe(Infinity);
    expect(sparse.subarray(0, partly.projections[0]!.row).every((value) => value === 0)).toBe(true);
    expect(sparse.some((value) => value !== 0)).toBe(true);
  });

  it('counts a slope below the floor as the floor', () => {
    const steep = gradientOf(new SpikeTimeNetwork({ layers: [1, 1], response: alpha(), weights: [0.5, 0.5], slopeFloor: 1e-6 }), [0]);
    const floored = gradientOf(new SpikeTimeNetwork({ layers: [1, 1], response: alpha(), weights: [0.5, 0.5], slopeFloor: 1e3 }), [0]);
    const ratio = steep.map((value, k) => (value === 0 ? Number.NaN : floored[k]! / value)).filter((value) => !Number.isNaN(value));
    for (const value of ratio) {
      expect(value).toBeCloseTo(ratio[0]!, 12);
      expect(value).toBeLessThan(1e-2);
    }
  });
});
