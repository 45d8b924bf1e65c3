/**
 * How far the rate of a converted neuron can be from the activation that it stands for.
 *
 * Notation, for one neuron j in units of its threshold: N(t) is the number of its spikes in steps 1..t, a its activation, lambda what a spike stands for, and r = a / lambda
 * the rate that it ought to have, with 0 <= r <= 1. z is the weighted sum before rectification, over lambda, so that r = max(0, z); z <= 1. Inputs are constant currents.
 * v0 in [0, 1) is the initial potential; reset is by subtraction; a neuron spikes at most once per step, when v >= 1.
 *
 * Assume |N_i(t) - t r_i| <= D_i for every neuron i before j and every t. The input that j has got by step t, with v0, is
 *
 *   S(t) = v0 + sum_i w'_ij N_i(t) + t b'_j = v0 + t z + e(t),   |e(t)| <= E(t) = sum_i |w'_ij| D_i + t delta,
 *
 * where w', b' are weights and bias on the grid, and delta what rounding takes or gives per step: each of the weights and the bias is off by at most half a step of the grid, so
 * delta <= (sum_i r_i + 1) 2^-(bits + 1); a constant current is rounded once more, by another half. v(t) = S(t) - N(t).
 *
 * From above. At the last spike, in step s <= t, v was not negative after it: N(t) = N(s) <= S(s) <= v0 + s z + E(s) <= v0 + t r + E(t). (Without a spike N = 0.)
 *
 * From below. If z <= 0, N >= 0 = t r. Else let s be the last step after which v(s) < 1, or 0 (v0 < 1); in each later step the neuron has spiked, for v stayed at 1 or above,
 * so N(t) = N(s) + t - s. N(s) = S(s) - v(s) > v0 + s z - E(s) - 1, and with z <= 1, N(t) > v0 + s z - E(t) - 1 + (t - s) z = v0 + t r - E(t) - 1.
 *
 * Hence D_j = max(v0, 1 - v0) + E(T) <= 1 + E(T) for all t <= T, and |lambda N(T) / T - a| <= lambda D_j / T: a spike more or less in the whole run, and what the layers before
 * were off. Max pooling passes on the spikes of the neuron that leads, so that its count is max_i N_i(t), and |max_i N_i - t max_i r_i| <= max_i D_i.
 */
import { randomStream } from '@n3ml/core';
import { openBackend } from '@n3ml/tensor';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { INPUT } from '../src/analog-network.ts';
import { convert } from '../src/convert/convert.ts';
import { shapesOf } from '../src/forward.ts';
import { readModel } from '../src/read-model/read-model.ts';
import type { SpikingNetwork } from '../src/spiking-network.ts';
import { plainAnalog } from './plain-analog.ts';
import { plainSynapses } from './plain-synapses.ts';
import { randomLambdas } from './random-lambdas.ts';
import { randomModel } from './random-model.ts';

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** Spikes of every neuron after each step, by the definition of integrate-and-fire: [steps][layer] -> counts. */
function simulate({ input, layers, initialPotential }: SpikingNetwork, sample: Float32Array, steps: number): Map<string, Float64Array>[] {
  const shapes = shapesOf({ input, layers });
  const potentials = new Map(layers.map(({ name, shape }) => [name, new Float64Array(sizeOf(shape)).fill(initialPotential)]));
  let counts = new Map<string, Float64Array>(layers.map(({ name, shape }) => [name, new Float64Array(sizeOf(shape))]));
  return Array.from({ length: steps }, () => {
    const after = new Map<string, Float64Array>();
    const spikes = new Map<string, ArrayLike<number>>([[INPUT, sample]]);
    for (const { name, kind, shape, inputs, bias, gridBits } of layers) {
      const before = counts.get(name)!;
      if (kind === 'max-pool') {
        const { from, synapses } = inputs[0]!;
        after.set(name, plainSynapses(synapses, after.get(from)!, shapes.get(from)!, shape));
      } else {
        const v = potentials.get(name)!;
        for (const { from, synapses } of inputs) {
          const given = plainSynapses(synapses, spikes.get(from)!, shapes.get(from)!, shape);
          const unit = 2 ** -gridBits;
          for (let j = 0; j < v.length; j++) v[j]! += from === INPUT ? Math.round(given[j]! / unit) * unit : given[j]!;
        }
        for (let j = 0; j < v.length; j++) v[j]! += bias ? bias[j % bias.length]! : 0;
        after.set(
          name,
          before.map((count, j) => (v[j]! >= 1 ? count + 1 : count)),
        );
        for (let j = 0; j < v.length; j++) if (v[j]! >= 1) v[j]!--;
      }
      spikes.set(
        name,
        after.get(name)!.map((count, j) => count - before[j]!),
      );
    }
    counts = after;
    return after;
  });
}

beforeAll(async () => {
  await openBackend({ backend: 'cpu' });
});

test('rates are those of the activations to a spike, and to what the layers before are off', () => {
  let neurons = 0;
  let spiking = 0;
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(0, 0.25, 0.5), (seed, initialPotential) => {
      const random = randomStream(seed, 'rate-bound');
      const model = randomModel(random);
      const network = readModel(model);
      model.dispose();
      if (network.layers.some(({ kind, inputs }) => kind === 'max-pool' && inputs[0]!.from === INPUT)) return;
      const sample = Float32Array.from({ length: sizeOf(network.input) }, () => random.normal());
      const activations = plainAnalog(network, sample);
      const largest = (name: string) => activations.get(name)!.reduce((a, b) => Math.max(a, b), 0) || 1;
      const lambdas = randomLambdas(network, random, largest);
      const converted = convert(network, { lambdas, largestInput: 10 }, { encoding: 'current', initialPotential });
      const steps = 48;
      const counts = simulate(converted, sample, steps);

      const shapes = shapesOf(network);
      const rates = new Map<string, Float64Array>([[INPUT, Float64Array.from(sample, Math.abs)]]);
      const off = new Map<string, Float64Array>([[INPUT, new Float64Array(sample.length)]]);
      for (const { name, kind, shape, inputs, lambda, gridBits } of converted.layers) {
        const perStep = inputs.map(({ from }) => rates.get(from)!.reduce((a, b) => a + b, 0));
        const delta = (perStep.reduce((a, b) => a + b, 0) + 2) * 2 ** -(gridBits + 1);
        const errors = inputs.map(({ from, synapses }) =>
          plainSynapses(synapses, off.get(from)!, shapes.get(from)!, shape, { magnitude: kind !== 'max-pool' }),
        );
        const before = errors[0]!.map((_, j) => errors.reduce((sum, part) => sum + part[j]!, 0));
        const own = Math.max(initialPotential, 1 - initialPotential) + steps * delta;
        off.set(name, kind === 'max-pool' ? before : before.map((error) => error + own));
        rates.set(
          name,
          activations.get(name)!.map((a, j) => Math.max(0, a) / lambda[j % lambda.length]!),
        );
        for (const t of [1, 7, steps]) {
          for (const [j, count] of counts[t - 1]!.get(name)!.entries()) {
            expect(Math.abs(count - t * rates.get(name)![j]!), `${name} [${j}] after ${t} steps`).toBeLessThanOrEqual(
              off.get(name)![j]! + 1e-9,
            );
            neurons++;
            if (count > 0) spiking++;
          }
        }
      }
    }),
    { numRuns: 40 },
  );
  expect(neurons).toBeGreaterThan(1000);
  expect(spiking / neurons).toBeGreaterThan(0.1);
});
