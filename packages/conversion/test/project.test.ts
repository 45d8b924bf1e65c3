import { randomStream } from '@n3ml/core';
import { openBackend, tf } from '@n3ml/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { project } from '../src/project.ts';
import { plainSynapses } from './plain-synapses.ts';
import { randomSynapses } from './random-synapses.ts';

describe.each(['cpu', 'wasm'])('project on %s', (backend) => {
  beforeAll(async () => {
    await openBackend({ backend });
  });

  test('gives what plain loops give, for every kind of synapses', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = randomStream(seed, 'project');
        const { synapses, input, output } = randomSynapses(random);
        const size = input.reduce((a, b) => a * b, 1);
        const samples = [0, 1].map(() => Float32Array.from({ length: size }, () => random.normal()));
        const result = tf.tidy(() => {
          const batch = tf.stack(samples.map((sample) => tf.tensor(sample, input)));
          return project(synapses, batch, input, output).arraySync();
        });
        for (const [b, sample] of samples.entries()) {
          const expected = plainSynapses(synapses, sample, input, output);
          const actual = (result as number[][])[b]!.flat(Infinity) as unknown as number[];
          expect(actual.length).toBe(expected.length);
          for (const [k, value] of expected.entries()) expect(Math.abs(actual[k]! - value), `${synapses.op} [${k}]`).toBeLessThan(2e-5);
        }
      }),
      { numRuns: 150 },
    );
  });
});
