import type { LearningRule } from '@n3ml/core';
import { expect, it } from 'vitest';
import { bytesPerStep, MOST_BYTES_PER_STEP } from '../step-growth.ts';
import { adder, type ExecutorSuite, pair } from './adder.ts';

const rule: LearningRule = {
  params: { tau: 20, eta: 0.01 },
  state: 'dx/dt = -x / tau : pre, at spike x = 1',
  onPre: 'w -= 0.1 * eta',
  onPost: 'w += eta * x',
};

/** What is allocated while a network runs. */
export const testMemory: ExecutorSuite = (executor) => {
  it.each([false, true])('allocates nothing in the step (learning: %s)', async (learn) => {
    const connection = { topology: { kind: 'dense' }, weights: new Float32Array(24).fill(0.25), rule, bounds: [0, 1], delay: 2 } as const;
    const bytes = await bytesPerStep(executor.compile(pair(6, 4, adder, connection)), { learn });
    expect(bytes, 'bytes that a step allocates').toBeLessThan(MOST_BYTES_PER_STEP);
  });
};
