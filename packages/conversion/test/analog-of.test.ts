import { randomStream } from '@n3ml/core';
import { openBackend, tf } from '@n3ml/tensor';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { convert } from '../src/convert/convert.ts';
import { analogOf } from '../src/doctor/analog-of.ts';
import { forward, shapesOf } from '../src/forward.ts';
import { readModel } from '../src/read-model/read-model.ts';
import { plainSynapses } from './plain-synapses.ts';
import { randomLambdas } from './random-lambdas.ts';
import { randomModel } from './random-model.ts';

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

beforeAll(async () => {
  await openBackend({ backend: 'cpu' });
});

function randomConversion(seed: number) {
  const random = randomStream(seed, 'analog-of');
  const model = randomModel(random);
  const network = readModel(model);
  model.dispose();
  const isPooledInput = network.layers.some(({ kind, inputs }) => kind === 'max-pool' && inputs[0]!.from === 'input');
  const spiking = convert(
    network,
    { lambdas: randomLambdas(network, random) },
    { encoding: isPooledInput ? 'bernoulli' : 'signed-bernoulli', inputScale: 0.5 + random.uniform() },
  );
  return { random, network, spiking };
}

test('each layer gives what the layer that was converted gives, to half a step of the grid', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { random, network, spiking } = randomConversion(seed);
      const recovered = analogOf(spiking);
      const shapes = shapesOf(network);
      const lambdas = new Map(spiking.layers.map(({ name, lambda }) => [name, lambda]));
      lambdas.set('input', Float32Array.of(spiking.inputScale));
      expect(shapesOf(recovered)).toEqual(shapes);
      for (const [l, layer] of network.layers.entries()) {
        expect(recovered.layers[l]!.kind).toBe(layer.kind);
        const { gridBits, lambda } = spiking.layers[l]!;
        const step = Math.max(...lambda) * 2 ** -(gridBits + 1);
        for (const [c, bias] of (layer.bias ?? []).entries()) {
          expect(Math.abs(recovered.layers[l]!.bias![c]! - bias)).toBeLessThan(step + 1e-6);
        }
        for (const [k, { from, synapses }] of layer.inputs.entries()) {
          const shape = shapes.get(from)!;
          const activations = Float64Array.from({ length: sizeOf(shape) }, () => random.uniform());
          const wanted = plainSynapses(synapses, activations, shape, layer.shape);
          const found = plainSynapses(recovered.layers[l]!.inputs[k]!.synapses, activations, shape, layer.shape);
          const tolerance = (step / Math.min(...lambdas.get(from)!)) * activations.reduce((a, b) => a + b, 0) + 1e-4;
          for (const [j, value] of wanted.entries()) expect(Math.abs(found[j]! - value)).toBeLessThan(tolerance);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('and so does the whole network', () => {
  for (let seed = 0; seed < 20; seed++) {
    const { random, network, spiking } = randomConversion(seed);
    tf.tidy(() => {
      const batch = tf.tensor(
        Array.from({ length: 2 * sizeOf(network.input) }, () => random.uniform()),
        [2, ...network.input],
      );
      const [wanted, found] = [network, analogOf(spiking)].map((each) => {
        const ann = forward(each);
        const output = ann.run(batch).get(network.layers.at(-1)!.name)!.dataSync();
        ann.dispose();
        return output;
      });
      const scale = Math.max(...wanted!.map(Math.abs));
      for (const [j, value] of wanted!.entries()) expect(Math.abs(found![j]! - value)).toBeLessThan(0.02 * scale + 1e-6);
    });
  }
});
