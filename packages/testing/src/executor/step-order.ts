import type { Neuron } from '@n3ml/core';
import { expect, it } from 'vitest';
import { adder, at, type ExecutorSuite, pair, spikesOf } from './adder.ts';

const one = { topology: { kind: 'one-to-one' }, weights: 1 } as const;

/** Steps 1 to 4: input, integration, refractoriness, threshold, reset. */
export const testStepOrder: ExecutorSuite = (executor) => {
  it('lets a spike arrive in the next step', () => {
    const simulation = executor.compile(pair(1, 1, adder, one));
    expect(spikesOf(simulation, 'cells', { input: at(10, 0, 4, 5) }, 10)).toEqual(['1: 0', '5: 0', '6: 0']);
  });

  it('lets a spike of the last step of a call arrive in the first of the next', () => {
    const simulation = executor.compile(pair(1, 1, adder, one));
    expect(spikesOf(simulation, 'cells', { input: at(3, 2) }, 3)).toEqual([]);
    expect(spikesOf(simulation, 'cells', {}, 2)).toEqual(['3: 0']);
  });

  it('integrates first and then adds the input: it decays from the next step on', () => {
    const halving: Neuron = { ...adder, params: { tau: 1 / Math.LN2 }, state: 'dv/dt = -v / tau' };
    const simulation = executor.compile(pair(1, 1, { ...halving, threshold: 'v >= 100' }, one));
    simulation.run({ input: at(2, 0) }, { steps: 2, learn: false });
    expect(simulation.variable('cells', 'v')[0]).toBeCloseTo(1, 6);
    simulation.run({}, { steps: 2, learn: false });
    expect(simulation.variable('cells', 'v')[0]).toBeCloseTo(0.25, 6);
  });

  it('steps all equations from the state before the step', () => {
    const swap: Neuron = {
      params: {},
      state: 'da/dt = b^2 - a\ndb/dt = a^2 - b',
      init: 'a = 1',
      input: '',
      threshold: 'a > 9',
      reset: '',
      method: 'euler',
    };
    const simulation = executor.compile({ dt: 1, populations: { cells: { size: 1, neuron: swap } }, connections: {} });
    simulation.run({}, { steps: 3, learn: false });
    expect([simulation.variable('cells', 'a')[0], simulation.variable('cells', 'b')[0]]).toEqual([0, 1]);
  });

  it('is refractory for the steps after a spike: deaf, silent, and free again after tauRef', () => {
    const simulation = executor.compile(pair(1, 1, { ...adder, params: { tauRef: 2 }, refractory: 'tauRef' }, one));
    const always = at(9, 0, 1, 2, 3, 4, 5, 6, 7, 8);
    expect(spikesOf(simulation, 'cells', { input: always }, 9)).toEqual(['1: 0', '4: 0', '7: 0']);
    expect(simulation.variable('cells', 'v')[0]).toBe(0);
  });

  it('hears input marked `always` while it is refractory', () => {
    const neuron: Neuron = {
      ...adder,
      params: { tauRef: 2 },
      state: 'v : per neuron\nheard : per neuron',
      input: 'v += I; heard += I : always',
      refractory: 'tauRef',
    };
    const simulation = executor.compile(pair(1, 1, neuron, one));
    expect(spikesOf(simulation, 'cells', { input: at(6, 0, 1, 2, 3) }, 6)).toEqual(['1: 0', '4: 0']);
    expect(simulation.variable('cells', 'heard')[0]).toBe(4);
  });

  it('runs the reset statement after statement', () => {
    const neuron: Neuron = { ...adder, state: 'v : per neuron\nn : per neuron\nm : per neuron', reset: 'v = 0; n += 1; m = 10 * n' };
    const simulation = executor.compile(pair(1, 1, neuron, one));
    simulation.run({ input: at(5, 0, 2) }, { steps: 5, learn: false });
    expect(simulation.variable('cells', 'm')[0]).toBe(20);
  });

  it('steps what is `per sample` once, over the steps since the reset', () => {
    const neuron: Neuron = {
      ...adder,
      params: { tau: 100 },
      state: 'v : per neuron\ndg/dt = -g / tau : kept between samples, per sample',
      init: 'g = 1',
    };
    const simulation = executor.compile({ dt: 0.5, populations: { cells: { size: 1, neuron } }, connections: {} });
    simulation.run({}, { steps: 50, learn: true });
    simulation.run({}, { steps: 30, learn: true });
    expect(simulation.variable('cells', 'g')[0]).toBe(1);
    simulation.endSample();
    expect(simulation.variable('cells', 'g')[0]).toBeCloseTo(Math.exp(-0.4), 6);
  });
};
