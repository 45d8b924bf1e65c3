import { createRegistry } from '@n3ml/core';
import encoders from '@n3ml/encoders';
import { openBackend, tf } from '@n3ml/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { denseRunner } from '../src/run/dense.ts';
import type { SampleReading } from '../src/run/runner.ts';
import { Stimulus } from '../src/run/stimulus.ts';
import type { InputEncoding } from '../src/spiking-network.ts';
import { plainRun } from './plain-run.ts';
import { randomSpikingNetwork, randomValues } from './random-spiking-network.ts';

const registry = createRegistry().use(encoders);
const anyNetwork = fc.record({
  seed: fc.nat(),
  encoding: fc.constantFrom<InputEncoding>('bernoulli', 'signed-bernoulli', 'current'),
});

describe.each(['wasm', 'cpu'])('dense on %s', (backend) => {
  beforeAll(async () => {
    await openBackend({ backend });
  });

  test('does what loops over single synapses in double precision do', async () => {
    await fc.assert(
      fc.asyncProperty(anyNetwork, async ({ seed, encoding }) => {
        const network = randomSpikingNetwork(seed, encoding);
        const steps = 8;
        const count = 3;
        const values = randomValues(network, seed);
        const stimulus = new Stimulus(network, { registry, steps, seed, values });
        const seen: Record<string, number[][]> = {};
        const runner = denseRunner(network, {
          batch: count,
          watch: {
            spikes: ({ name }, spikes) => {
              seen[name] ??= [];
              seen[name].push([...spikes.dataSync()]);
            },
          },
        });
        const readings: SampleReading[] = [];
        const at = [1, 3, steps];
        await runner.run(
          count,
          (k) => stimulus.of(k),
          { steps, at },
          (_, reading) => void readings.push(reading),
        );
        await runner.close();
        for (let k = 0; k < count; k++) {
          const plain = plainRun(network, stimulus.of(k), values(k), steps);
          for (const [name, rows] of Object.entries(seen)) {
            const size = rows[0]!.length / count;
            expect(
              rows.map((row) => row.slice(k * size, (k + 1) * size)),
              name,
            ).toEqual(plain.spikes[name]);
          }
          const total = (rows: number[][]): number => rows.flat().reduce((sum, spike) => sum + Math.abs(spike), 0);
          expect([...readings[k]!.potentials]).toEqual(at.flatMap((done) => plain.potentials[done - 1]!));
          expect([...readings[k]!.spikes]).toEqual(Object.values(plain.spikes).map(total));
          expect(readings[k]!.operations).toBe(plain.operations);
          const output = plain.spikes[network.layers.at(-1)!.name]!;
          expect([...readings[k]!.counts]).toEqual(
            at.flatMap((done) => output[0]!.map((_, j) => output.slice(0, done).reduce((sum, step) => sum + step[j]!, 0))),
          );
        }
      }),
      { numRuns: backend === 'cpu' ? 60 : 150 },
    );
  });

  test('leaves no tensor behind, also where it is stopped or a listener throws', async () => {
    const network = randomSpikingNetwork(4);
    const values = randomValues(network, 1);
    const stimulus = new Stimulus(network, { registry, steps: 5, seed: 1, values });
    const before = tf.memory().numTensors;
    const runner = denseRunner(network, { batch: 2 });
    const held = tf.memory().numTensors;
    await runner.run(
      4,
      (k) => stimulus.of(k),
      { steps: 5 },
      () => undefined,
    );
    expect(tf.memory().numTensors).toBe(held);
    await runner.close();
    expect(tf.memory().numTensors).toBe(before);

    const stop = new AbortController();
    const stopped = denseRunner(network, { batch: 2, watch: { spikes: (_, __, step) => step === 2 && stop.abort() } });
    const told: number[] = [];
    await stopped.run(
      4,
      (k) => stimulus.of(k),
      { steps: 5, signal: stop.signal },
      (k) => void told.push(k),
    );
    await stopped.close();
    expect(told).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);

    const failing = denseRunner(network, {
      watch: {
        spikes: () => {
          throw new Error('full');
        },
      },
    });
    await expect(
      failing.run(
        1,
        (k) => stimulus.of(k),
        { steps: 5 },
        () => undefined,
      ),
    ).rejects.toThrow('full');
    await failing.close();
    expect(tf.memory().numTensors).toBe(before);
  });
});
