import { createRegistry, type Neuron, type SpikeTrain } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import { wasm } from '@n3ml/engine';
import { testLearningRule } from '@n3ml/testing';
import { describe, expect, it } from 'vitest';
import plugin, { templateName } from '../src/index.ts';

// What the contract of every learning rule promises: topologies, bounds, seeds, frozen runs, compiled kernels against the interpreter.
testLearningRule('template-scope/template-name', () => templateName({ aPlus: 0.05, aMinus: 0.04 }));

/** Fires in the step in which the drive reaches it, whatever little the learned synapse adds. */
const obedient: Neuron = { params: {}, state: 'v : per neuron', input: 'v += I', threshold: 'v >= 10', reset: 'v = 0' };
const W0 = 0.5;

const spikesAt = (times: readonly number[]): SpikeTrain => {
  const builder = new SpikeTrainBuilder();
  builder.begin(200);
  for (const time of times) builder.add(time, 0);
  return builder.finish();
};

/** The weight of one synapse after spikes at these times, in ms. */
function weightAfter(pre: readonly number[], post: readonly number[]): number {
  const simulation = wasm().compile({
    dt: 1,
    populations: { pre: { size: 1 }, drive: { size: 1 }, post: { size: 1, neuron: obedient } },
    connections: {
      learned: {
        from: 'pre',
        to: 'post',
        topology: { kind: 'dense' },
        weights: Float32Array.of(W0),
        rule: templateName({ aPlus: 0.02, aMinus: 0.03, tauPlus: 15, tauMinus: 30 }),
        bounds: [0, 1],
      },
      // A spike arrives one step later.
      drive: { from: 'drive', to: 'post', topology: { kind: 'one-to-one' }, weights: 10 },
    },
  });
  simulation.run({ pre: spikesAt(pre), drive: spikesAt(post.map((time) => time - 1)) }, { steps: 200, learn: true });
  return simulation.weights('learned')[0]!;
}

describe('the window of template-scope/template-name', () => {
  it.each([1, 5, 40])('adds aPlus exp(-gap / tauPlus) where pre comes %i ms before post', (gap) => {
    expect(weightAfter([50], [50 + gap])).toBeCloseTo(W0 + 0.02 * Math.exp(-gap / 15), 6);
  });

  it.each([1, 5, 40])('takes away aMinus exp(-gap / tauMinus) where post comes %i ms before pre', (gap) => {
    expect(weightAfter([50 + gap], [50])).toBeCloseTo(W0 - 0.03 * Math.exp(-gap / 30), 6);
  });

  it('counts every pair', () => {
    expect(weightAfter([40, 50], [60])).toBeCloseTo(W0 + 0.02 * (Math.exp(-20 / 15) + Math.exp(-10 / 15)), 6);
  });
});

it('is in the plugin, with its options', () => {
  const registry = createRegistry().use(plugin);
  expect(registry.resolve('learningRule', 'template-scope/template-name', { tauPlus: 10 }).params).toMatchObject({
    tauPlus: 10,
    aPlus: 0.005,
  });
  expect(() => registry.resolve('learningRule', 'template-scope/template-name', { tauPlus: 0 })).toThrow("Option 'tauPlus'");
});
