import { createRegistry } from '@n3ml/core';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { describe, expect, it } from 'vitest';
import stdp, { rewardAssociation } from '../src/index.ts';

const registry = createRegistry().use(neurons, engine, stdp);
const mean = (values: Uint8Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each([2, 3, 4])('%i patterns', (patterns) => {
  it.each([0, 1, 2, 3, 4])('seed %i: from chance to 90 % and more', (seed) => {
    const { rewarded, accuracy } = rewardAssociation({ registry, patterns, seed, trials: 600 });
    expect(mean(rewarded.subarray(0, 10))).toBeLessThan(0.9);
    expect(accuracy).toBeGreaterThanOrEqual(0.9);
  });
});

it('strengthens the inputs of a pattern to its own output alone', () => {
  const { weights } = rewardAssociation({ registry, patterns: 3, seed: 1, trials: 600 });
  const group = (pattern: number, output: number): number => {
    let sum = 0;
    for (let i = pattern * 20; i < (pattern + 1) * 20; i++) sum += weights[i * 3 + output]!;
    return sum / 20;
  };
  for (let pattern = 0; pattern < 3; pattern++) {
    for (let output = 0; output < 3; output++)
      if (output !== pattern) expect(group(pattern, pattern)).toBeGreaterThan(group(pattern, output));
  }
});

it('gives the same trials for the same seed', () => {
  expect(rewardAssociation({ registry, trials: 50, seed: 3 })).toEqual(rewardAssociation({ registry, trials: 50, seed: 3 }));
});

it('refuses a task without a choice', () => {
  expect(() => rewardAssociation({ registry, patterns: 1 })).toThrow(
    "Option 'patterns' of the reward association is 1; give a whole number of at least 2. [N3ML_BAD_OPTION]",
  );
});
