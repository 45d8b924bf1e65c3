import type { Executor, LearningRule } from '@n3ml/core';
import { describe, expect, it } from 'vitest';
import { tell } from './duration.ts';
import { adder } from './executor/adder.ts';
import { testArrival } from './executor/arrival.ts';
import { testDrives } from './executor/drives.ts';
import { testLearning } from './executor/learning.ts';
import { testMemory } from './executor/memory.ts';
import { testNames } from './executor/names.ts';
import { testPool } from './executor/pool.ts';
import { testRecording } from './executor/recording.ts';
import { testSameStep } from './executor/same-step.ts';
import { testStepOrder } from './executor/step-order.ts';
import { testWindows } from './executor/windows.ts';
import { type Given, taken } from './given.ts';
import { timePerSynapse } from './time-per-synapse.ts';

/** Options of {@link testExecutor}. */
export interface ExecutorSuiteOptions {
  /** Sizes of the pools that are tried. @default [1] */
  readonly workers?: readonly number[];
  /** True for one that is plain rather than fast: a step may allocate. @default false */
  readonly allocates?: boolean;
}

/**
 * The conformance suite of an executor: the step's contract on small networks that were worked out by hand. It declares vitest tests on names, the order
 * within a step, delays, topologies, drives, recording, learning, normalization, checkpoints and pools, and that a step allocates nothing. It prints the
 * time for a synaptic event.
 *
 * @param name what the tests are called
 * @param given the executor, or a function that makes it
 * @example testExecutor('acme/webgpu', () => webgpu(), { workers: [1, 2] })
 */
export function testExecutor(name: string, given: Given<Executor>, { workers = [1], allocates = false }: ExecutorSuiteOptions = {}): void {
  const executor: Executor = {
    get name() {
      return taken(given).name;
    },
    compile: (network) => taken(given).compile(network),
    pool: (simulation, count) => taken(given).pool(simulation, count),
  };
  describe(`executor ${name}`, () => {
    describe('names', () => testNames(executor));
    describe('step', () => testStepOrder(executor));
    describe('arrival', () => testArrival(executor));
    describe('arrival in the same step', () => testSameStep(executor));
    describe('windows', () => testWindows(executor));
    describe('drives', () => testDrives(executor));
    describe('recording', () => testRecording(executor));
    describe('learning', () => testLearning(executor));
    if (!allocates) describe('memory', () => testMemory(executor));
    describe('pool', () => testPool(workers)(executor));
    describe('time', () => {
      it('tells how long a synaptic event takes', async () => {
        const rule: LearningRule = { params: {}, onPre: 'w -= 1e-4', onPost: 'w += 1e-4' };
        const nanoseconds = await timePerSynapse(executor, rule, adder, 1, 20);
        expect(nanoseconds).toBeGreaterThan(0);
        tell(`${name}: ${nanoseconds.toFixed(2)} ns per synaptic event`);
      });
    });
  });
}
