import { createRegistry, type LearningRule, type Simulation } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import { interpreter, wasm } from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { describe, expect, it } from 'vitest';
import stdp, { postPre, powerLaw, reward, triplet } from '../src/index.ts';

const registry = createRegistry().use(neurons, stdp);
const STEPS = 200;
const W0 = 0.5;

/** Neurons that spike when they are told to: `drive` brings one over its threshold in the step after its spike, with no refractory time in the way. */
const obedient = () => registry.create('neuron', 'lif', { tau: 1, tauRef: 0 });

function simulate(executor: typeof wasm, rule: LearningRule, pre: readonly number[], post: readonly number[], steps = STEPS): Simulation {
  const simulation = executor().compile({
    dt: 1,
    populations: { pre: { size: 1 }, drive: { size: 1 }, post: { size: 1, neuron: obedient() } },
    connections: {
      learned: { from: 'pre', to: 'post', topology: { kind: 'dense' }, weights: Float32Array.of(W0), rule, bounds: [0, 1] },
      drive: { from: 'drive', to: 'post', topology: { kind: 'one-to-one' }, weights: 100 },
    },
  });
  const trainOf = (times: readonly number[]) => {
    const builder = new SpikeTrainBuilder();
    builder.begin(steps);
    for (const t of times) builder.add(t, 0);
    return builder.finish();
  };
  simulation.reset();
  simulation.run({ pre: trainOf(pre), drive: trainOf(post.map((t) => t - 1)) }, { steps, learn: true });
  expect(simulation.spikeCounts('post')[0]).toBe(post.length);
  return simulation;
}

describe.each([
  ['wasm', wasm],
  ['interpreter', interpreter],
] as const)('on %s', (_, executor) => {
  const weightAfter = (rule: LearningRule, pre: readonly number[], post: readonly number[]): number =>
    simulate(executor, rule, pre, post).weights('learned')[0]!;

  describe('post-pre', () => {
    const rule = postPre({ lrPre: 0.02, lrPost: 0.05, tauPre: 20, tauPost: 30 });

    it.each([1, 5, 40])('pre %i ms before post: w += lrPost exp(-dt / tauPre)', (gap) => {
      expect(weightAfter(rule, [50], [50 + gap])).toBeCloseTo(W0 + 0.05 * Math.exp(-gap / 20), 6);
    });

    it.each([1, 5, 40])('post %i ms before pre: w -= lrPre exp(-dt / tauPost)', (gap) => {
      expect(weightAfter(rule, [50 + gap], [50])).toBeCloseTo(W0 - 0.02 * Math.exp(-gap / 30), 6);
    });

    it('both in one step: both learn from traces that are set', () => {
      expect(weightAfter(rule, [50], [50])).toBeCloseTo(W0 + 0.05 - 0.02, 6);
    });

    it('pairs with the nearest spike: traces are set to 1, not added to', () => {
      expect(weightAfter(rule, [40, 50], [60])).toBeCloseTo(W0 + 0.05 * Math.exp(-10 / 20), 6);
    });

    it('stays within the bounds', () => {
      expect(weightAfter(postPre({ lrPre: 0, lrPost: 10 }), [50], [51])).toBe(1);
      expect(weightAfter(postPre({ lrPre: 10, lrPost: 0 }), [51], [50])).toBe(0);
    });
  });

  describe('power-law', () => {
    const [alpha, xTar, mu, wMax] = [0.05, 0.4, 0.2, 1];
    const rule = powerLaw({ alpha, xTar, mu });

    it.each([0, 3, 18, 19, 60])('pre %i ms before post: w += alpha (xPre - xTar) (wMax - w)^mu', (gap) => {
      expect(weightAfter(rule, [50], [50 + gap])).toBeCloseTo(W0 + alpha * (Math.exp(-gap / 20) - xTar) * (wMax - W0) ** mu, 6);
    });

    it('depresses where no input came', () => {
      expect(weightAfter(rule, [], [50])).toBeCloseTo(W0 - alpha * xTar * (wMax - W0) ** mu, 6);
    });

    it('does nothing without a postsynaptic spike', () => {
      expect(weightAfter(rule, [10, 20, 30], [])).toBe(W0);
    });
  });

  describe('triplet', () => {
    const rule = triplet({ nuPre: 0.02, nuPost: 0.05 });

    it('a pair pre-post changes nothing: the slow trace is read before it is set', () => {
      expect(weightAfter(rule, [50], [55])).toBe(W0);
    });

    it('post-pre-post: w -= nuPre y1, then w += nuPost x y2 with the y2 of the first', () => {
      const depressed = W0 - 0.02 * Math.exp(-10 / 20);
      expect(weightAfter(rule, [60], [50, 65])).toBeCloseTo(depressed + 0.05 * Math.exp(-5 / 20) * Math.exp(-15 / 40), 6);
    });

    it('pre in the step of a post: depressed by the trace of an earlier spike only', () => {
      expect(weightAfter(rule, [50], [50])).toBe(W0);
      expect(weightAfter(rule, [60], [50, 60])).toBeCloseTo(W0 - 0.02 * Math.exp(-10 / 20) + 0.05 * Math.exp(-10 / 40), 6);
    });
  });

  describe('reward', () => {
    const [eta, tau, tauE] = [0.01, 20, 50];
    const rule = reward({ eta, aPlus: 1, aMinus: 0.5, tau, tauE });

    it('changes nothing while there is no reward', () => {
      expect(weightAfter(rule, [50], [55])).toBe(W0);
    });

    it.each([1, -1])('turns what is left of the eligibility into a change for a reward of %i', (signal) => {
      const simulation = simulate(executor, rule, [50], [55], 100);
      simulation.setSignal('learned', 'reward', signal);
      simulation.run({}, { steps: 10, learn: true });
      // e was set in step 55; steps 100 to 109 see it decayed by 45 to 54 ms.
      let expected = W0;
      for (let step = 100; step < 110; step++) expected += eta * signal * Math.exp(-5 / tau) * Math.exp(-(step - 55) / tauE);
      expect(simulation.weights('learned')[0]).toBeCloseTo(expected, 6);
    });

    it('post before pre leaves a negative eligibility', () => {
      const simulation = simulate(executor, rule, [55], [50], 100);
      simulation.setSignal('learned', 'reward', 1);
      simulation.run({}, { steps: 1, learn: true });
      expect(simulation.weights('learned')[0]).toBeCloseTo(W0 - eta * 0.5 * Math.exp(-5 / tau) * Math.exp(-45 / tauE), 6);
    });
  });
});

describe('a frozen network', () => {
  it.each([
    ['post-pre', postPre()],
    ['power-law', powerLaw()],
    ['triplet', triplet()],
    ['reward', reward()],
  ] as const)('%s: no weight changes', (_, rule) => {
    const simulation = simulate(wasm, rule, [], []);
    const builder = new SpikeTrainBuilder();
    builder.begin(20);
    for (let t = 0; t < 20; t++) builder.add(t, 0);
    const busy = builder.finish();
    simulation.reset();
    simulation.run({ pre: busy, drive: busy }, { steps: 20, learn: false });
    expect(simulation.spikeCounts('post')[0]).toBeGreaterThan(10);
    expect(simulation.weights('learned')[0]).toBe(W0);
  });
});

it.each(['post-pre', 'power-law', 'triplet', 'reward'] as const)('%s: every parameter is an option with its default', (name) => {
  const rule = registry.create('learningRule', name);
  const specs = registry.optionsOf('learningRule', name);
  expect(rule.params).toEqual(Object.fromEntries(Object.entries(specs).map(([option, spec]) => [option, spec.default])));
  for (const option of Object.keys(specs)) {
    expect(registry.resolve('learningRule', name, { [option]: 0.125 }).params).toEqual({ ...rule.params, [option]: 0.125 });
  }
});

it('a rule refuses numbers that it makes no sense of', () => {
  expect(() => postPre({ tauPre: 0 })).toThrow(
    "Option 'tauPre' of learning rule 'post-pre' is 0; give a finite number of at least 0.001 (in ms). [N3ML_BAD_OPTION]",
  );
  expect(() => triplet({ nuPost: Number.NaN })).toThrow("Option 'nuPost' of learning rule 'triplet' is NaN");
});
