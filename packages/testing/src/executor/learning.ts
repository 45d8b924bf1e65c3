import { type Connection, type LearningRule, N3mlError, type Simulation } from '@n3ml/core';
import { expect, it } from 'vitest';
import { trainOf } from '../random-train.ts';
import { adder, at, type ExecutorSuite, pair } from './adder.ts';

/** Steps 5 to 7: traces, onPre, onPost, onStep, the clamp, normalization. */
export const testLearning: ExecutorSuite = (executor) => {
  /** One synapse of weight 1, whose presynaptic spike in step 0 makes the neuron spike in step 1, and whatever else `times` say. */
  const synapse = (rule: LearningRule, times: readonly number[], steps: number, more: Partial<Connection> = {}): Simulation => {
    const simulation = executor.compile(pair(1, 1, adder, { topology: { kind: 'dense' }, weights: Float32Array.of(1), rule, ...more }));
    simulation.run({ input: at(steps, ...times) }, { steps, learn: true });
    return simulation;
  };
  const weight = (...given: Parameters<typeof synapse>): number => synapse(...given).weights('forward')[0]!;

  it('runs onPre, then onPost, where both neurons spike in one step', () => {
    const weights = Float32Array.of(2);
    expect(weight({ params: {}, onPre: 'w -= 0.25', onPost: 'w = 2 * w' }, [0, 1], 2, { weights })).toBe((2 - 0.25 - 0.25) * 2);
  });

  it('clamps once, at the end of the step', () => {
    const bounds = [0, 1.5] as const;
    expect(weight({ params: {}, onPre: 'w += 1', onPost: 'w -= 1' }, [0, 1], 2, { bounds })).toBe(1.5);
    const rule: LearningRule = { params: {}, state: 'reward : signal', onPre: 'w += 1', onStep: 'w -= 0.75 + reward' };
    expect(weight(rule, [0, 1], 2, { bounds })).toBe(1.5);
    const resting: LearningRule = { params: {}, state: 'reward : signal', onPre: 'w += 1', onStep: 'w += reward' };
    expect(weight(resting, [0, 1], 2, { bounds })).toBe(1.5);
  });

  it('decays a trace, then sets it, then learns from it', () => {
    const rule: LearningRule = {
      params: { tau: 1 / Math.LN2 },
      state: 'dx/dt = -x / tau : pre, at spike x = 1',
      onPre: 'w += x',
      onPost: 'w += 10 * x',
    };
    // Step 0: pre, x = 1, w = 2. Step 1: post alone, x = 1/2, w = 7.
    expect(weight(rule, [0], 2)).toBeCloseTo(7, 5);
  });

  it('runs statements on a trace once per spike, in their order among those on synapses', () => {
    const rule: LearningRule = { params: {}, state: 'n : pre', onPre: 'w += n; n += 1; w += 10 * n' };
    const simulation = executor.compile(
      pair(1, 3, { ...adder, threshold: 'v > 1e9' }, { topology: { kind: 'dense' }, weights: new Float32Array(3), rule }),
    );
    simulation.run({ input: at(2, 0, 1) }, { steps: 2, learn: true });
    expect(simulation.weights('forward')).toEqual(new Float32Array(3).fill(0 + 10 + 1 + 20));
  });

  it('runs onStep in every step, with signals from outside', () => {
    const simulation = synapse({ params: {}, state: 'reward : signal', onStep: 'w += reward' }, [], 3);
    expect(simulation.weights('forward')[0]).toBe(1);
    simulation.setSignal('forward', 'reward', 0.5);
    simulation.run({}, { steps: 3, learn: true });
    expect(simulation.weights('forward')[0]).toBe(2.5);
    simulation.run({}, { steps: 3, learn: false });
    expect(simulation.weights('forward')[0]).toBe(2.5);
  });

  it('normalizes the weights into every neuron at the end of a sample, then clamps', () => {
    const weights = Float32Array.of(1, 0.5, 3, 0.5);
    const simulation = executor.compile(pair(2, 2, adder, { topology: { kind: 'dense' }, weights, bounds: [0, 5], normalize: { sum: 8 } }));
    simulation.run({}, { steps: 1, learn: true });
    simulation.endSample();
    expect(simulation.weights('forward')).toEqual(Float32Array.of(2, 4, 5, 4));
    expect(weights).toEqual(Float32Array.of(1, 0.5, 3, 0.5));
  });

  it('takes back what it saved, and nothing that does not fit', () => {
    const rule: LearningRule = { params: {}, onPre: 'w += 1' };
    const simulation = synapse(rule, [0, 1], 2);
    const saved = simulation.save();
    const other = synapse(rule, [0], 1);
    other.load(saved);
    expect(other.weights('forward')[0]).toBe(3);
    const [[name, tensor]] = Object.entries(saved) as [[string, (typeof saved)[string]]];
    for (const wrong of [
      {},
      { [name]: { shape: [2], data: new Float32Array(2) } },
      { [name]: { ...tensor, data: Float32Array.of(Number.NaN) } },
    ]) {
      expect(() => other.load(wrong)).toThrow(N3mlError);
    }
    expect(other.weights('forward')[0]).toBe(3);
  });

  it('keeps what it saved as it was', () => {
    const simulation = synapse({ params: {}, onPre: 'w += 1' }, [0], 1);
    const saved = structuredClone(simulation.save());
    const held = simulation.save();
    simulation.run({ input: trainOf(1, () => [[0, 0]]) }, { steps: 1, learn: true });
    expect(held).toEqual(saved);
  });
};
