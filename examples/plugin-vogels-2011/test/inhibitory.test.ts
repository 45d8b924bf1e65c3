import { createRegistry, type Neuron, type SpikeTrain } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import { interpreter, wasm } from '@n3ml/engine';
import { testLearningRule } from '@n3ml/testing';
import { describe, expect, it } from 'vitest';
import plugin, { type InhibitoryOptions, inhibitory } from '../src/index.ts';

testLearningRule('vogels-2011/inhibitory', () => inhibitory({ eta: 0.05, rho0: 10 }));

/** Fires in the step in which the drive reaches it, whatever little the learned synapse adds. */
const obedient: Neuron = { params: {}, state: 'v : per neuron', input: 'v += I', threshold: 'v >= 10', reset: 'v = 0' };
const [W0, ETA, TAU, RHO0] = [0.5, 0.01, 20, 5];
const ALPHA = 2 * (RHO0 / 1000) * TAU;

const spikesAt = (times: readonly number[]): SpikeTrain => {
  const builder = new SpikeTrainBuilder();
  builder.begin(300);
  for (const time of times) builder.add(time, 0);
  return builder.finish();
};

describe.each([
  ['wasm', wasm],
  ['interpreter', interpreter],
] as const)('the window, on %s', (_, executor) => {
  /** What spikes at these times, in ms, have changed. */
  function change(pre: readonly number[], post: readonly number[], { weights = 'strength' }: InhibitoryOptions = {}): number {
    const start = weights === 'negative' ? -W0 : W0;
    const simulation = executor().compile({
      dt: 1,
      populations: { pre: { size: 1 }, drive: { size: 1 }, post: { size: 1, neuron: obedient } },
      connections: {
        learned: {
          ...{ from: 'pre', to: 'post', topology: { kind: 'dense' }, weights: Float32Array.of(start) },
          rule: inhibitory({ eta: ETA, rho0: RHO0, tau: TAU, weights }),
          bounds: weights === 'negative' ? [-1, 0] : [0, 1],
        },
        drive: { from: 'drive', to: 'post', topology: { kind: 'one-to-one' }, weights: 20 },
      },
    });
    // A spike of the drive arrives one step later.
    simulation.run({ pre: spikesAt(pre), drive: spikesAt(post.map((time) => time - 1)) }, { steps: 300, learn: true });
    expect(simulation.spikeCounts('post')[0]).toBe(post.length);
    return simulation.weights('learned')[0]! - start;
  }

  it.each([-60, -20, -5, -1, 0, 1, 5, 20, 60])('post %i ms after pre: eta (exp(-|gap| / tau) - alpha)', (gap) => {
    expect(change([100], [100 + gap])).toBeCloseTo(ETA * (Math.exp(-Math.abs(gap) / TAU) - ALPHA), 6);
  });

  it('a presynaptic spike alone takes away eta alpha, a postsynaptic one nothing', () => {
    expect(change([100], [])).toBeCloseTo(-ETA * ALPHA, 6);
    expect(change([], [100])).toBe(0);
  });

  it('every pair counts: the sum over all of them', () => {
    const [pre, post] = [
      [50, 60, 61, 120],
      [55, 60, 90],
    ];
    const pairs = pre.flatMap((i) => post.map((j) => Math.exp(-Math.abs(i - j) / TAU)));
    expect(change(pre, post)).toBeCloseTo(ETA * (pairs.reduce((sum, pair) => sum + pair, 0) - pre.length * ALPHA), 6);
  });

  it('a negative weight is the mirror image', () => {
    expect(change([100], [105], { weights: 'negative' })).toBeCloseTo(-change([100], [105]), 6);
  });
});

it('is in the plugin, with its options', () => {
  const registry = createRegistry().use(plugin);
  expect(registry.resolve('learningRule', 'vogels-2011/inhibitory').params).toEqual({ eta: 1e-3, alpha: 0.2, tau: 20 });
  expect(registry.describe('learningRule', 'vogels-2011/inhibitory').about?.source).toContain('10.1126/science.1211095');
  expect(() => inhibitory({ rho0: -1 })).toThrow(
    "Option 'rho0' of learning rule 'vogels-2011/inhibitory' is -1; give a finite number of at least 0 (in Hz). [N3ML_BAD_OPTION]",
  );
});
