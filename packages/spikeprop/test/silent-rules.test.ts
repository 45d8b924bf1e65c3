import { describe, expect, it } from 'vitest';
import { alpha, leave, raise, raiseAll, type SilentRule, SpikeTimeNetwork } from '../src/index.ts';

/** Layers 2-2-1, one delay; weights of each neuron in turn: hidden 0, hidden 1, output. */
function changes(rule: SilentRule, weights: readonly number[], inputs: readonly number[]): number[] {
  const network = new SpikeTimeNetwork({ layers: [2, 2, 1], response: alpha(), delays: [1] });
  network.weights.set(weights);
  network.run(inputs);
  const change = new Float64Array(6);
  rule.add(network, change);
  return [...change];
}

const rule = { amount: 0.25 };

describe('silent rules', () => {
  it('raise: raises the weights onto a silent output, from neurons that fired', () => {
    // hidden 0 fires, hidden 1 doesn't, the output doesn't
    expect(changes(raise(rule), [2, 2, 0, 0, 0.1, 0.1], [0, 0])).toEqual([0, 0, 0, 0, 0.25, 0]);
  });

  it('raise: raises a layer that is wholly silent, from inputs that fired', () => {
    expect(changes(raise(rule), [0, 0, 0, 0, 1, 1], [0, Infinity])).toEqual([0.25, 0, 0.25, 0, 0, 0]);
  });

  it('raise-all: raises single hidden neurons too', () => {
    expect(changes(raiseAll(rule), [2, 2, 0, 0, 2, 2], [0, 0])).toEqual([0, 0, 0.25, 0.25, 0, 0]);
  });

  it.each([
    ['raise', raise(rule)],
    ['raise-all', raiseAll(rule)],
  ])('%s: does nothing where all fire', (_, every) => {
    expect(changes(every, [2, 2, 2, 2, 2, 2], [0, 0])).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('leave: does nothing at all', () => {
    expect(changes(leave(), [0, 0, 0, 0, 0, 0], [0, 0])).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
