import type { LearningRule, Network } from '@n3ml/core';
import { expect, it } from 'vitest';
import { adder, at, type ExecutorSuite, pair } from './adder.ts';

const rule: LearningRule = { params: {}, state: 'reward : signal', onStep: 'w += reward' };
const learning = (): Network => pair(2, 2, adder, { topology: { kind: 'dense' }, weights: new Float32Array(4).fill(1), rule });

/** What is asked for by name, and what a network is refused for. */
export const testNames: ExecutorSuite = (executor) => {
  it('has a name', () => {
    expect(executor.name).not.toBe('');
  });

  it('refuses the name of a population, a connection, a variable or a signal that is not there', () => {
    const simulation = executor.compile(learning());
    expect(() => simulation.spikeCounts('cell')).toThrow('[N3ML_UNKNOWN_POPULATION]');
    expect(() => simulation.variable('cell', 'v')).toThrow('[N3ML_UNKNOWN_POPULATION]');
    expect(() => simulation.variable('cells', 'u')).toThrow('[N3ML_UNKNOWN_SYMBOL]');
    expect(() => simulation.variable('input', 'v')).toThrow('[N3ML_UNKNOWN_SYMBOL]');
    expect(() => simulation.weights('foward')).toThrow('[N3ML_UNKNOWN_CONNECTION]');
    expect(() => simulation.setSignal('foward', 'reward', 1)).toThrow('[N3ML_UNKNOWN_CONNECTION]');
    expect(() => simulation.setSignal('forward', 'rewrd', 1)).toThrow('[N3ML_UNKNOWN_SYMBOL]');
  });

  it('refuses a signal that is no number, and keeps the one that was set', () => {
    const simulation = executor.compile(learning());
    simulation.setSignal('forward', 'reward', 0.5);
    expect(() => simulation.setSignal('forward', 'reward', Number.NaN)).toThrow('[N3ML_NOT_A_NUMBER]');
    simulation.reset();
    simulation.run({}, { steps: 2, learn: true });
    expect(simulation.weights('forward')).toEqual(new Float32Array(4).fill(2));
  });

  it('refuses a network whose parts do not fit together', () => {
    const good = learning();
    const forward = good.connections.forward!;
    const broken: readonly Partial<Network>[] = [
      { dt: 0 },
      { connections: { forward: { ...forward, from: 'inputs' } } },
      { connections: { forward: { ...forward, target: 'J' } } },
      { connections: { forward: { ...forward, weights: new Float32Array(3) } } },
      { connections: { forward: { ...forward, weights: new Float32Array(4).fill(Number.NaN) } } },
      { populations: { ...good.populations, cells: { size: 2, neuron: { ...adder, threshold: 'u > 1' } } } },
    ];
    for (const change of broken) expect(() => executor.compile({ ...good, ...change })).toThrow(/\[N3ML_\w+\]$/);
  });

  it('leaves the network as it is, and simulations of one network alone', () => {
    const network = learning();
    const before = structuredClone(network);
    const [one, other] = [executor.compile(network), executor.compile(network)];
    one.setSignal('forward', 'reward', 1);
    one.run({ input: at(3, 0, 1, 2) }, { steps: 3, learn: true });
    expect(network).toEqual(before);
    expect(other.weights('forward')).toEqual(new Float32Array(4).fill(1));
    expect(other.spikeCounts('cells')).toEqual(new Uint32Array(2));
    expect(one.network).toEqual(network);
  });

  it('reports a NaN with population, neuron and step', () => {
    const broken = { ...adder, input: 'v += sqrt(I - 1) + 1' };
    const simulation = executor.compile(pair(2, 2, broken, { topology: { kind: 'one-to-one' }, weights: Float32Array.of(1, 0.5) }));
    const run = (): void =>
      simulation.run({ input: { steps: 2, offsets: Uint32Array.of(0, 2, 2), ids: Uint32Array.of(0, 1) } }, { steps: 2, learn: false });
    expect(run).toThrow(expect.objectContaining({ code: 'N3ML_NOT_A_NUMBER', details: { population: 'cells', neuron: 0, step: 0 } }));
  });
};
