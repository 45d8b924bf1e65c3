import type { Executor } from '@n3ml/core';
import { describe } from 'vitest';
import { testArrival } from './executor/arrival.ts';
import { testDrives } from './executor/drives.ts';
import { testLearning } from './executor/learning.ts';
import { testPool } from './executor/pool.ts';
import { testRecording } from './executor/recording.ts';
import { testSameStep } from './executor/same-step.ts';
import { testStepOrder } from './executor/step-order.ts';
import { testWindows } from './executor/windows.ts';
import { type Given, taken } from './given.ts';

/** Options of {@link testExecutor}. */
export interface ExecutorSuiteOptions {
  /** Sizes of the pools that are tried. @default [1] */
  readonly workers?: readonly number[];
}

/**
 * The conformance suite of an executor: the step's contract on small networks that were worked out by hand. It declares vitest tests on the order
 * within a step, delays, topologies, drives, recording, learning, normalization, checkpoints and pools.
 *
 * @param name what the tests are called
 * @param given the executor, or a function that makes it
 * @example testExecutor('acme/webgpu', () => webgpu(), { workers: [1, 2] })
 */
export function testExecutor(name: string, given: Given<Executor>, { workers = [1] }: ExecutorSuiteOptions = {}): void {
  const executor: Executor = {
    name,
    compile: (network) => taken(given).compile(network),
    pool: (simulation, count) => taken(given).pool(simulation, count),
  };
  describe(`executor ${name}`, () => {
    describe('step', () => testStepOrder(executor));
    describe('arrival', () => testArrival(executor));
    describe('arrival in the same step', () => testSameStep(executor));
    describe('windows', () => testWindows(executor));
    describe('drives', () => testDrives(executor));
    describe('recording', () => testRecording(executor));
    describe('learning', () => testLearning(executor));
    describe('pool', () => testPool(workers)(executor));
  });
}
