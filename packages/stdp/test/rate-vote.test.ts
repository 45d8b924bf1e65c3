import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelNeurons, NO_LABEL, RateVote } from '../src/index.ts';

const CLASSES = 4;
const labels = (length: number) => fc.array(fc.integer({ min: -1, max: CLASSES - 1 }), { minLength: length, maxLength: length });
const counts = (length: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });

describe('RateVote', () => {
  const predict = (assigned: readonly number[], spikes: readonly number[]) =>
    new RateVote(Int32Array.from(assigned), CLASSES).predict(Uint32Array.from(spikes));

  it('names the label with the highest mean rate, the lowest of equals', () => {
    fc.assert(
      fc.property(labels(8), counts(8), (assigned, spikes) => {
        const means = Array.from({ length: CLASSES }, (_, label) => {
          const members = spikes.filter((_, j) => assigned[j] === label);
          return members.length === 0 ? 0 : members.reduce((sum, n) => sum + n, 0) / members.length;
        });
        const most = Math.max(...means);
        expect(predict(assigned, spikes)).toBe(most > 0 ? means.indexOf(most) : NO_LABEL);
      }),
    );
  });

  it('never lets a label win that owns no neuron', () => {
    fc.assert(
      fc.property(labels(8), counts(8), (assigned, spikes) => {
        const predicted = predict(assigned, spikes);
        if (predicted !== NO_LABEL) expect(assigned).toContain(predicted);
      }),
    );
  });

  it('lets neurons without a label vote for nobody', () => {
    expect(predict([-1, -1, 2], [9, 9, 1])).toBe(2);
    expect(predict([-1, -1, 2], [9, 9, 0])).toBe(NO_LABEL);
  });

  it('weighs labels by the mean, not by how many neurons they own', () => {
    expect(predict([0, 0, 0, 0, 1], [2, 2, 2, 2, 3])).toBe(1);
  });
});

describe('labelNeurons', () => {
  it('takes the label of the highest rate, the lowest of equals, none for a silent neuron', () => {
    const out = new Int32Array(3);
    labelNeurons([0.5, 2, 1, 1, 3, 3, 0, 0, 0], 3, out);
    expect([...out]).toEqual([1, 1, NO_LABEL]);
  });
});
