import { createRegistry } from '@n3ml/core';
import { wasm } from '@n3ml/engine';
import { testNeuron } from '@n3ml/testing';
import { describe, expect, it } from 'vitest';
import plugin, { templateName } from '../src/index.ts';

// What the contract of every neuron promises: it can be made to spike, seeds, resets, frozen runs, compiled kernels against the interpreter.
testNeuron('template-scope/template-name', () => templateName());

/** Spikes of one neuron that gets `current` mV in each of `steps` steps of 1 ms. */
function spikesOf(current: number, steps: number): number {
  const simulation = wasm().compile({
    dt: 1,
    populations: { drive: { size: 1, carries: 'current' }, cell: { size: 1, neuron: templateName({ tau: 20, tauRef: 0 }) } },
    connections: { drive: { from: 'drive', to: 'cell', topology: { kind: 'one-to-one' }, weights: 1 } },
  });
  simulation.run({ drive: Float32Array.of(current) }, { steps, learn: false });
  return simulation.spikeCounts('cell')[0]!;
}

describe('the rate of template-scope/template-name', () => {
  const decay = Math.exp(-1 / 20);

  it.each([0.9, 1, 1.5, 4])('is that of the closed form for %f mV a step', (current) => {
    // k steps after a reset v - vRest = current (1 - decay^k) / (1 - decay): solved for the k that brings it to 15 mV.
    const period = Math.ceil(Math.log(1 - (15 * (1 - decay)) / current) / Math.log(decay));
    expect(spikesOf(current, 50 * period)).toBe(50);
  });

  it('is 0 for an input whose fixed point lies below the threshold', () => {
    expect(spikesOf(14.9 * (1 - decay), 2000)).toBe(0);
  });
});

it('is in the plugin, with its options', () => {
  const registry = createRegistry().use(plugin);
  expect(registry.resolve('neuron', 'template-scope/template-name', { tau: 10 }).params).toMatchObject({ tau: 10, vTh: -50 });
  expect(() => registry.resolve('neuron', 'template-scope/template-name', { tau: 0 })).toThrow("Option 'tau'");
});
