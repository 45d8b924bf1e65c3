import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const steps = 12;
const spikes = fc.array(fc.record({ step: fc.nat(steps - 1), neuron: fc.nat(50), sign: fc.constantFrom(1 as const, -1 as const) }), {
  maxLength: 80,
});

test('a train holds every spike once, by step, and within a step in the order of adding', () => {
  const builder = new SpikeTrainBuilder();
  fc.assert(
    fc.property(spikes, fc.boolean(), (added, signed) => {
      builder.begin(steps);
      for (const { step, neuron, sign } of added) builder.add(step, neuron, signed ? sign : 1);
      const train = builder.finish();
      expect(train.steps).toBe(steps);
      expect([train.offsets.length, train.offsets[0], train.offsets[steps]]).toEqual([steps + 1, 0, added.length]);
      for (let t = 0; t < steps; t++) {
        const [begin, end] = [train.offsets[t], train.offsets[t + 1]];
        const here = added.filter(({ step }) => step === t);
        expect([...train.ids.subarray(begin, end)]).toEqual(here.map(({ neuron }) => neuron));
        if (train.signs) expect([...train.signs.subarray(begin, end)]).toEqual(here.map(({ sign }) => sign));
      }
      expect(train.signs !== undefined).toBe(signed && added.some(({ sign }) => sign < 0));
    }),
  );
});

test('grows beyond its first capacity, and serves shorter and longer trains after that', () => {
  const builder = new SpikeTrainBuilder();
  for (const [length, count] of [
    [3, 5000],
    [1, 2],
    [9, 1025],
  ] as const) {
    builder.begin(length);
    for (let k = count - 1; k >= 0; k--) builder.add(k % length, k, k % 2 ? -1 : 1);
    const { offsets, ids, signs } = builder.finish();
    expect(offsets[length]).toBe(count);
    expect([...ids].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, k) => k));
    expect([...ids].every((id, k) => signs?.[k] === (id % 2 ? -1 : 1))).toBe(true);
    for (let t = 0; t < length; t++) expect([...ids.subarray(offsets[t], offsets[t + 1])].every((id) => id % length === t)).toBe(true);
  }
});

test('a train without spikes is a train', () => {
  const builder = new SpikeTrainBuilder();
  builder.begin(2);
  expect(builder.finish()).toEqual({ steps: 2, offsets: new Uint32Array(3), ids: new Uint32Array(0) });
});

test.each([0, -1, 1.5, Number.NaN])('refuses %s steps', (bad) => {
  expect(() => new SpikeTrainBuilder().begin(bad)).toThrow(
    `A spike train needs a positive whole number of steps, not ${bad}. [N3ML_BAD_STEPS]`,
  );
});
