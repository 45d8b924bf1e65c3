import type { Connection, Executor, Inputs, Network, Neuron, Population, Simulation, SpikeTrain } from '@n3ml/core';
import { trainOf } from '../random-train.ts';

/** Sums its input and spikes at 1: exact in float32 for weights that are sums of powers of 2. */
export const adder: Neuron = { params: {}, state: 'dv/dt = 0', input: 'v += I', threshold: 'v >= 1', reset: 'v = 0' };

/** Sums its input and never spikes: v is what has come in. */
export const collector: Neuron = { ...adder, threshold: 'v >= 1e30' };

/** The populations `input` and `cells`, one connection between them unless others are given. */
export function pair(inputs: number, size: number, neuron: Neuron, forward: Omit<Connection, 'from' | 'to'>, dt = 1): Network {
  const populations: Readonly<Record<string, Population>> = { input: { size: inputs }, cells: { size, neuron } };
  return { dt, populations, connections: { forward: { ...forward, from: 'input', to: 'cells' } } };
}

/** All lines 'step: neurons' of a population while it runs. */
export function spikesOf(simulation: Simulation, population: string, inputs: Inputs, steps: number, learn = false): readonly string[] {
  const lines: string[] = [];
  simulation.onSpikes = (step, name, ids) => {
    if (name === population) lines.push(`${step}: ${[...ids].sort((a, b) => a - b).join(' ')}`);
  };
  simulation.run(inputs, { steps, learn });
  simulation.onSpikes = undefined;
  return lines;
}

/** Spikes of neuron 0 in the given steps. */
export const at = (steps: number, ...times: readonly number[]): SpikeTrain => trainOf(steps, () => times.map((step) => [step, 0] as const));

/** A suite of an executor: the tests of one topic. */
export type ExecutorSuite = (executor: Executor) => void;
