import { expect, it } from 'vitest';
import { randomTrain } from '../random-train.ts';
import { adder, type ExecutorSuite, pair } from './adder.ts';

/** What is seen from outside: onSpikes, spikeCounts, copies. */
export const testRecording: ExecutorSuite = (executor) => {
  const network = pair(5, 5, adder, { topology: { kind: 'one-to-one' }, weights: 0.5 });
  const train = randomTrain(5, 40, 0.4, 'recording');

  it('tells of every spike once, step by step, and counts the same', () => {
    const simulation = executor.compile(network);
    const counts = { input: new Uint32Array(5), cells: new Uint32Array(5) };
    const steps: number[] = [];
    simulation.onSpikes = (step, population, ids) => {
      expect(ids.length).toBeGreaterThan(0);
      steps.push(step);
      for (const id of ids) counts[population as 'input' | 'cells'][id]!++;
    };
    simulation.run({ input: train }, { steps: 40, learn: false });
    simulation.run({}, { steps: 3, learn: false });
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(simulation.spikeCounts('input')).toEqual(counts.input);
    expect(simulation.spikeCounts('cells')).toEqual(counts.cells);
    expect(counts.cells.some((count) => count > 0)).toBe(true);
  });

  it('counts steps and spikes from the last reset', () => {
    const simulation = executor.compile(network);
    const firstSteps: number[] = [];
    simulation.onSpikes = (step) => firstSteps.push(step);
    simulation.run({ input: train }, { steps: 40, learn: false });
    const [first] = firstSteps;
    const counts = simulation.spikeCounts('cells').slice();
    simulation.reset();
    expect(simulation.spikeCounts('cells')).toEqual(new Uint32Array(5));
    firstSteps.length = 0;
    simulation.run({ input: train }, { steps: 40, learn: false });
    expect(firstSteps[0]).toBe(first);
    expect(simulation.spikeCounts('cells')).toEqual(counts);
  });

  it('runs the same with a listener and without', () => {
    const [heard, unheard] = [executor.compile(network), executor.compile(network)];
    heard.onSpikes = () => {};
    for (const simulation of [heard, unheard]) {
      simulation.run({ input: train }, { steps: 40, learn: true });
      simulation.run({}, { steps: 5, learn: true });
    }
    expect(heard.variable('cells', 'v')).toEqual(unheard.variable('cells', 'v'));
    expect(heard.spikeCounts('cells')).toEqual(unheard.spikeCounts('cells'));
  });

  it('gives copies of variables and weights', () => {
    const simulation = executor.compile(pair(2, 2, adder, { topology: { kind: 'dense' }, weights: Float32Array.of(1, 2, 3, 4) }));
    simulation.variable('cells', 'v').fill(9);
    simulation.weights('forward').fill(9);
    expect(simulation.variable('cells', 'v')).toEqual(new Float32Array(2));
    expect(simulation.weights('forward')).toEqual(Float32Array.of(1, 2, 3, 4));
  });

  it('copies weights into memory that is given, where it fits', () => {
    const simulation = executor.compile(pair(2, 2, adder, { topology: { kind: 'dense' }, weights: Float32Array.of(1, 2, 3, 4) }));
    const [into, tooShort] = [new Float32Array(4), new Float32Array(3)];
    expect(simulation.weights('forward', into)).toBe(into);
    expect(into).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(simulation.weights('forward', tooShort)).toEqual(into);
    expect(tooShort).toEqual(new Float32Array(3));
  });
};
