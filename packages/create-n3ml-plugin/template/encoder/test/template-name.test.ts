import { createRegistry, randomStream } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import { testEncoder } from '@n3ml/testing';
import { describe, expect, it } from 'vitest';
import plugin, { templateName } from '../src/index.ts';

// What the contract of every encoder promises: spikes of steps and neurons that exist, the same train for the same key, NaN refused.
testEncoder('template-scope/template-name', () => templateName(), { silentAt: 0 });

/** The steps in which a neuron with this value spikes. */
function spikesAt(value: number, steps: number, dt = 1): readonly number[] {
  const builder = new SpikeTrainBuilder();
  builder.begin(steps);
  templateName({ maxRate: 125 }).encode(Float32Array.of(value), builder, { steps, dt, random: randomStream(1) });
  const { offsets } = builder.finish();
  return Array.from({ length: steps }, (_, step) => step).filter((step) => offsets[step + 1]! > offsets[step]!);
}

describe('the spikes of template-scope/template-name', () => {
  it('come at even distances', () => {
    expect(spikesAt(1, 40)).toEqual([7, 15, 23, 31, 39]);
    expect(spikesAt(0.5, 40)).toEqual([15, 31]);
  });

  it.each([0.125, 0.25, 0.75, 1])('are as many as the rate says for a value of %f', (value) => {
    expect(spikesAt(value, 2000, 0.5)).toHaveLength(Math.floor(value * 125));
  });

  it('are at most one a step', () => {
    expect(() => spikesAt(1, 10, 10)).toThrow('maxRate 125 Hz is more than one spike a step; give at most 100. [N3ML_BAD_OPTION]');
  });
});

it('is in the plugin, with its options', () => {
  const registry = createRegistry().use(plugin);
  expect(registry.optionsOf('encoder', 'template-scope/template-name').maxRate?.default).toBe(100);
  expect(() => registry.resolve('encoder', 'template-scope/template-name', { maxRate: -1 })).toThrow("Option 'maxRate'");
});
