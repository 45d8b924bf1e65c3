import { createRegistry, type Executor, randomStream, type SpikeTrain } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import { interpreter, wasm } from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { describe, expect, it } from 'vitest';
import stdp, { diehlCook2015Network, settingsOf } from '../src/index.ts';
import { DiehlCookOracle, type OracleStep } from './diehl-cook-oracle.ts';

const STEPS = 250;
const registry = createRegistry().use(neurons, stdp);
const executors: Readonly<Record<string, () => Executor>> = { wasm, interpreter };

interface Case {
  readonly name: string;
  readonly inputs: number;
  readonly neurons: number;
  readonly images: number;
  readonly lrPre: number;
  readonly lrPost: number;
  readonly tauTheta: number;
  /** Highest probability of an input spike in a step. */
  readonly rate: number;
  readonly seed: number;
}

const CASES: readonly Case[] = [
  { name: "30 -> 8, n3ml's rates", inputs: 30, neurons: 8, images: 4, lrPre: 1e-10, lrPost: 1e-3, tauTheta: 0, rate: 0.25, seed: 1 },
  { name: "30 -> 8, BindsNET's rates", inputs: 30, neurons: 8, images: 4, lrPre: 1e-4, lrPost: 1e-2, tauTheta: 0, rate: 0.25, seed: 2 },
  { name: "784 -> 20, n3ml's rates", inputs: 784, neurons: 20, images: 2, lrPre: 1e-10, lrPost: 1e-3, tauTheta: 0, rate: 0.03, seed: 3 },
  { name: "784 -> 20, BindsNET's rates", inputs: 784, neurons: 20, images: 2, lrPre: 1e-4, lrPost: 1e-2, tauTheta: 0, rate: 0.03, seed: 4 },
  {
    name: '784 -> 20, tuned: strong depression, a threshold that falls',
    inputs: 784,
    neurons: 20,
    images: 2,
    lrPre: 4e-4,
    lrPost: 1e-2,
    tauTheta: 1e4,
    rate: 0.03,
    seed: 5,
  },
  {
    name: '30 -> 8, rates so high that weights reach both bounds',
    inputs: 30,
    neurons: 8,
    images: 4,
    lrPre: 0.05,
    lrPost: 0.3,
    tauTheta: 0,
    rate: 0.25,
    seed: 6,
  },
];

/** Input spikes of an image: every input has a rate of its own, some none. */
function drawInput({ inputs, rate, seed }: Case, image: number): SpikeTrain {
  const random = randomStream(seed, 'golden', image);
  const builder = new SpikeTrainBuilder();
  builder.begin(STEPS);
  for (let i = 0; i < inputs; i++) {
    const probability = rate * Math.max(0, 1.25 * random.uniform() - 0.25);
    for (let step = 0; step < STEPS; step++) if (random.uniform() < probability) builder.add(step, i);
  }
  return builder.finish();
}

const total = (steps: readonly OracleStep[], population: 'exc' | 'inh'): number =>
  steps.reduce((sum, step) => sum + step[population].length, 0);

describe.each(CASES)('the step of n3ml in double precision: $name', (golden) => {
  const { neurons: size, inputs, images, lrPre, lrPost, tauTheta, seed } = golden;
  const settings = settingsOf({ preset: 'n3ml', neurons: size, lrPre, lrPost, tauTheta, seed });
  const network = diehlCook2015Network(settings, [inputs], registry);
  const trains = Array.from({ length: images }, (_, image) => drawInput(golden, image));
  const oracle = new DiehlCookOracle(
    { inputs, neurons: size, lrPre, lrPost, norm: inputs / 10, tauTheta },
    network.connections['input-exc']!.weights as Float32Array,
  );
  const expected = trains.map((train) => {
    const steps = oracle.image(train);
    return { steps, v: oracle.v, theta: oracle.theta.slice(), w: oracle.w.flat() };
  });

  it('decides every spike by more than float32 can blur, in an active network', () => {
    expect(oracle.margin).toBeGreaterThan(1e-3);
    for (const { steps } of expected) {
      expect(total(steps, 'exc')).toBeGreaterThanOrEqual(5);
      expect(total(steps, 'inh')).toBeGreaterThanOrEqual(5);
    }
  });

  it.each(Object.keys(executors))('%s: the same spikes in every step, weights and theta to 1e-5', (name) => {
    const simulation = executors[name]!().compile(network);
    for (const [image, train] of trains.entries()) {
      const seen: { exc: number[]; inh: number[] }[] = Array.from({ length: STEPS }, () => ({ exc: [], inh: [] }));
      simulation.onSpikes = (step, population, ids) => {
        if (population === 'exc' || population === 'inh') seen[step]![population].push(...ids);
      };
      simulation.reset();
      simulation.run({ input: train }, { steps: STEPS, learn: true });
      const v = simulation.variable('exc', 'v');
      simulation.endSample();

      const { steps, ...state } = expected[image]!;
      expect(seen).toEqual(steps);
      // Inhibition swings v down to some -2000 mV, where a float32 is 1e-4 fine.
      expect(farthest(v, state.v)).toBeLessThan(5e-3);
      expect(farthest(simulation.variable('exc', 'theta'), state.theta)).toBeLessThan(1e-5);
      expect(farthest(simulation.weights('input-exc'), state.w)).toBeLessThan(1e-5);
    }
  });
});

/** The largest difference between two arrays of one length. */
function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let most = 0;
  // Written so that NaN counts as far.
  for (let k = 0; k < a.length; k++) if (!(Math.abs(a[k]! - b[k]!) <= most)) most = Math.abs(a[k]! - b[k]!);
  return most;
}
