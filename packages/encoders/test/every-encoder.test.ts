import { createRegistry, type Encoder, randomStream } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import encoders, { bernoulli, latency, poisson, poissonInterval, population, signedBernoulli } from '../src/index.ts';
import { encoded } from './encoded.ts';

const all: readonly (readonly [string, Encoder])[] = [
  ['bernoulli', bernoulli()],
  ['latency', latency()],
  ['poisson', poisson()],
  ['poisson-interval', poissonInterval()],
  ['population', population()],
  ['signed-bernoulli', signedBernoulli()],
];
const values = fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
const steps = fc.integer({ min: 1, max: 300 });
const dt = fc.constantFrom(0.1, 0.5, 1, 2);

describe.each(all)('%s', (_, encoder) => {
  it('gives the same train for the same key, and whatever was encoded before', () => {
    fc.assert(
      fc.property(values, steps, dt, fc.integer(), (values, steps, dt, key) => {
        const out = new SpikeTrainBuilder();
        out.begin(50);
        encoder.encode(new Float32Array([1, 0.5]), out, { steps: 50, dt, random: randomStream('before', key) });
        out.begin(steps);
        encoder.encode(Float32Array.from(values), out, { steps, dt, random: randomStream('test', key) });
        expect(structuredClone(out.finish())).toEqual(encoded(encoder, values, { steps, dt, key }));
      }),
    );
  });

  it('orders spikes by step, then by neuron, at most one a neuron and step, all inside the sample', () => {
    fc.assert(
      fc.property(values, steps, dt, (values, steps, dt) => {
        const train = encoded(encoder, values, { steps, dt });
        const size = encoder.outputSize?.(values.length) ?? values.length;
        expect(train.offsets[steps]).toBe(train.ids.length);
        for (let t = 0; t < steps; t++) {
          const ids = [...train.ids.subarray(train.offsets[t], train.offsets[t + 1])];
          expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
          expect(ids.every((id) => id < size)).toBe(true);
        }
      }),
    );
  });

  it('refuses what is not a number, and leaves the train as it was', () => {
    const out = new SpikeTrainBuilder();
    out.begin(10);
    const random = randomStream('test');
    expect(() => encoder.encode(new Float32Array([1, 1, Number.NaN]), out, { steps: 10, dt: 1, random })).toThrow(
      /value 2 is NaN.*\[N3ML_BAD_VALUE\]/,
    );
    expect(out.finish().ids).toHaveLength(0);
  });

  it('takes no values at all', () => {
    expect(encoded(encoder, [], { steps: 5 }).ids).toHaveLength(0);
  });
});

describe('values out of range', () => {
  it('are named with their index', () => {
    expect(() => encoded(poisson(), [0, 1.5], { steps: 5 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Encoder 'poisson' takes values in [0, 1], but value 1 is 1.5. Scale the data first (pixel / 255). [N3ML_BAD_VALUE]]`,
    );
    expect(() => encoded(bernoulli(), [-0.25], { steps: 5 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Encoder 'bernoulli' takes values in [0, 1], but value 0 is -0.25. Scale the data first (pixel / 255). [N3ML_BAD_VALUE]]`,
    );
    expect(() => encoded(population(), [0, Number.POSITIVE_INFINITY], { steps: 5 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Encoder 'population' takes finite values, but value 1 is Infinity. Look where the data comes from. [N3ML_BAD_VALUE]]`,
    );
  });

  it.each(all.filter(([name]) => !['population', 'signed-bernoulli'].includes(name)))('are refused by %s', (_, encoder) => {
    for (const value of [-1e-6, 1.000001, Number.NEGATIVE_INFINITY])
      expect(() => encoded(encoder, [value], { steps: 5 })).toThrow('[N3ML_BAD_VALUE]');
  });
});

describe('options', () => {
  it('are checked in a direct call', () => {
    expect(() => poisson({ maxRate: -5 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'maxRate' of encoder 'poisson' is -5; give a finite number of at least 0 (in Hz). [N3ML_BAD_OPTION]]`,
    );
    expect(() => bernoulli({ maxProbability: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'maxProbability' of encoder 'bernoulli' is 2; give a finite number from 0 to 1. [N3ML_BAD_OPTION]]`,
    );
    expect(() => population({ fields: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'fields' of encoder 'population' is 2; give a whole number of at least 3. [N3ML_BAD_OPTION]]`,
    );
    // @ts-expect-error a misspelt option
    expect(() => latency({ treshold: 0.1 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: No option 'treshold' for encoder 'latency'. Did you mean 'threshold'? Known: threshold, window. [N3ML_UNKNOWN_OPTION]]`,
    );
  });

  it('of bernoulli exclude each other', () => {
    // @ts-expect-error both
    expect(() => bernoulli({ maxProbability: 0.5, maxRate: 100 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Encoder 'bernoulli' got both maxProbability (0.5) and maxRate (100), which say the same thing twice. Give one of them. [N3ML_BAD_OPTION]]`,
    );
    expect(() => encoded(bernoulli({ maxRate: 1500 }), [1], { steps: 5 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Encoder 'bernoulli' can't reach maxRate 1500 Hz with steps of 1 ms: one spike a step is 1000 Hz. Lower maxRate or shorten dt. [N3ML_BAD_OPTION]]`,
    );
  });
});

describe('the plugin', () => {
  const registry = createRegistry().use(encoders);

  it('provides every encoder', () => {
    expect(registry.names('encoder')).toEqual(all.map(([name]) => name));
  });

  it.each(all)('makes the same %s by name, from its defaults', (name, encoder) => {
    const sample = { steps: 100 };
    expect(encoded(registry.resolve('encoder', name), [0.1, 0.5, 1], sample)).toEqual(encoded(encoder, [0.1, 0.5, 1], sample));
  });

  it('types the options of each', () => {
    const encoder: Encoder = registry.create('encoder', 'poisson', { maxRate: 63.75 });
    expect(encoded(encoder, [1], { steps: 50 })).toEqual(encoded(poisson({ maxRate: 63.75 }), [1], { steps: 50 }));
  });
});
