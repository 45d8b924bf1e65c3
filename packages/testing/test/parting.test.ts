import { interpreter, wasm } from '@n3ml/engine';
import { diehlCook } from '@n3ml/neurons';
import { postPre } from '@n3ml/stdp';
import { expect, it } from 'vitest';
import { behaviourOf, parting } from '../src/behaviour.ts';
import { drivingWeight } from '../src/driving-weight.ts';
import { type NetworkRecipe, networkOf } from '../src/index.ts';
import { sliceTrain, trainOf } from '../src/random-train.ts';

const recipe: NetworkRecipe = {
  ...{ seed: 3, inputs: 5, size: 4, neuron: 'cell', second: 'cell', rule: 'rule', topology: 'dense' },
  ...{ carries: 'spikes', arrives: 'next step', back: 'one-to-one', delay: 0, bounded: true, normalized: false },
};
const network = (lrPost: number, thetaPlus = 0.05) =>
  networkOf(recipe, { neurons: { cell: diehlCook({ thetaPlus }) }, rules: { rule: postPre({ lrPost }) } });
const drive = { seed: 1, steps: 60 };

it('says where two runs part', () => {
  const original = behaviourOf(wasm().compile(network(0.01)), drive);
  expect(parting(original, behaviourOf(interpreter().compile(network(0.01)), drive))).toBeUndefined();
  expect(parting(original, behaviourOf(interpreter().compile(network(0.0100001)), drive))).toMatch(/^sample 0, .*number \d+: .+ and .+$/);
  expect(parting(original, behaviourOf(wasm().compile(network(0.01)), { ...drive, seed: 2 }))).toMatch(/^sample 0, spikes/);
  expect(parting(original, behaviourOf(wasm().compile(network(0.01)), { ...drive, samples: 1 }))).toMatch(/^sample 1: finished and/);
});

it('finds the weight that drives a neuron, and none where nothing does', () => {
  // From rest to threshold are 13 mV. With 0.6 mV a step and tau = 100 that takes about 25 steps, with 0.3 mV about 57: too few spikes in 100.
  expect(drivingWeight(diehlCook(), 1)).toBe(2);
  expect(drivingWeight({ ...diehlCook(), threshold: 'v > 1e30' }, 1)).toBeUndefined();
});

it('cuts a train without loss', () => {
  const train = trainOf(
    4,
    () =>
      [
        [0, 1],
        [2, 0],
        [2, 3],
        [3, 2],
      ] as const,
  );
  expect(sliceTrain(train, 1, 3)).toEqual({ steps: 2, offsets: Uint32Array.of(0, 0, 2), ids: Uint32Array.of(0, 3) });
  expect(sliceTrain(train, 0, 4)).toEqual(train);
});
