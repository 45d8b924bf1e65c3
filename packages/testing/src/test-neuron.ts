import type { Network, Neuron } from '@n3ml/core';
import { interpreter, wasm } from '@n3ml/engine';
import { compileNeuron } from '@n3ml/equations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { behaviourOf, parting } from './behaviour.ts';
import { channelsOf, drivingWeight } from './driving-weight.ts';
import { nanosecondsEach, tell } from './duration.ts';
import { type Given, taken } from './given.ts';
import { type NetworkRecipe, networkOf, networkRecipe } from './random-network.ts';
import { randomTrain, trainOf } from './random-train.ts';
import { difference, stateOf, variablesOf } from './snapshot.ts';
import { bytesPerStep, MOST_BYTES_PER_STEP } from './step-growth.ts';

/** Options of {@link testNeuron}. */
export interface NeuronSuiteOptions {
  /** Step in ms, for models that want short ones. @default 1 */
  readonly dt?: number;
  /** Random networks that each property is tried on. @default 6 */
  readonly runs?: number;
}

/** A population in which each neuron has an input of its own, strong enough to make it spike now and then. */
function drivenNetwork(neuron: Neuron, dt: number, size: number): Network {
  const topology = { kind: 'one-to-one' } as const;
  return {
    dt,
    populations: { input: { size }, cells: { size, neuron } },
    connections: {
      drive: { from: 'input', to: 'cells', topology, weights: drivingWeight(neuron, dt) ?? 1, target: channelsOf(neuron)[0]! },
    },
  };
}

/** Spikes whose sum is infinite from above and, through a delayed connection, from below: the input of `neuron` in step 2 is NaN. */
function poisoned(model: Neuron, dt: number, size: number, neuron: number, target: string): Network {
  const huge = (sign: number): Float32Array => Float32Array.from({ length: 2 * size }, (_, k) => (k % size === neuron ? sign * 3e38 : 0));
  const connection = { to: 'cells', topology: { kind: 'dense' }, target } as const;
  return {
    dt,
    populations: { early: { size: 2 }, late: { size: 2 }, cells: { size, neuron: model } },
    connections: {
      below: { ...connection, from: 'early', weights: huge(-1), delay: dt },
      above: { ...connection, from: 'late', weights: huge(1) },
    },
  };
}

/**
 * The conformance suite of a neuron model. It declares vitest tests: the model compiles and can be made to spike; the compiled kernels and the
 * interpreter agree bit for bit on random networks; a seed, a reset, kept variables and frozen runs do what the contract says; a step allocates
 * nothing; a NaN is reported with its place. It prints the time for a neuron and step.
 *
 * @param name what the tests are called
 * @param given the model, or a function that makes it
 * @example testNeuron('acme/bursting', () => bursting({ tau: 20 }), { dt: 0.5 })
 */
export function testNeuron(name: string, given: Given<Neuron>, { dt = 1, runs = 6 }: NeuronSuiteOptions = {}): void {
  const executors = [wasm(), interpreter()] as const;
  const parts = () => ({ neurons: { [name]: taken(given) }, dt });
  const onNetworks = (numRuns: number, check: (recipe: NetworkRecipe, network: Network, steps: number) => void): void => {
    const made = parts();
    const cases = [networkRecipe(made), fc.integer({ min: 1, max: 40 })] as const;
    fc.assert(
      fc.property(...cases, (recipe, steps) => check(recipe, networkOf(recipe, made), steps)),
      { numRuns },
    );
  };

  describe(`neuron ${name}`, () => {
    it('is the same each time it is made', () => {
      expect(taken(given)).toEqual(taken(given));
    });

    it('compiles', () => {
      const neuron = taken(given);
      expect(compileNeuron(neuron, { dt }).channels).toEqual(channelsOf(neuron));
      for (const executor of executors) {
        const simulation = executor.compile({ dt, populations: { cells: { size: 1, neuron } }, connections: {} });
        for (const variable of variablesOf(simulation, 'cells')) expect(simulation.variable('cells', variable.name)).toHaveLength(1);
      }
    });

    it('spikes where it is driven hard enough', () => {
      expect(drivingWeight(taken(given), dt), 'a weight up to 1e6 that makes it spike').toBeDefined();
    });

    it('runs alike as compiled kernels and as closures, bit for bit', () => {
      onNetworks(runs, ({ seed }, network, steps) => {
        const drive = { seed, steps, cuts: [Math.ceil(steps / 3)] };
        const [kernels, closures] = executors.map((executor) => behaviourOf(executor.compile(network), drive));
        expect(parting(kernels!, closures!)).toBeUndefined();
      });
    });

    it('gives the same run for the same seed', () => {
      onNetworks(runs, ({ seed }, network, steps) => {
        const run = () => behaviourOf(wasm().compile(network), { seed, steps });
        expect(parting(run(), run())).toBeUndefined();
      });
    });

    it('starts anew at a reset, but for what is kept', () => {
      onNetworks(runs, ({ seed }, network, steps) => {
        for (const executor of executors) {
          const simulation = executor.compile(network);
          const fresh = stateOf(simulation, { kept: false });
          if (behaviourOf(simulation, { seed, steps }).fault) return;
          const kept = stateOf(simulation, { kept: true });
          simulation.reset();
          expect(difference(stateOf(simulation, { kept: false }), fresh)).toBeUndefined();
          expect(difference(stateOf(simulation, { kept: true }), kept)).toBeUndefined();
        }
      });
    });

    it('is frozen where nothing is to be learnt: a sample leaves no trace on the next', () => {
      onNetworks(runs, ({ seed }, network, steps) => {
        for (const executor of executors) {
          const simulation = executor.compile(network);
          behaviourOf(simulation, { seed, steps, samples: 1 });
          const kept = stateOf(simulation, { kept: true });
          const frozen = () => behaviourOf(simulation, { seed: seed + 1, steps, samples: 1, learn: false });
          const first = frozen();
          behaviourOf(simulation, { seed: seed + 2, steps, samples: 1, learn: false });
          expect(parting(first, frozen())).toBeUndefined();
          expect(difference(stateOf(simulation, { kept: true }), kept)).toBeUndefined();
        }
      });
    });

    it('allocates nothing in the step', async () => {
      const bytes = await bytesPerStep(wasm().compile(drivenNetwork(taken(given), dt, 8)), { learn: true });
      expect(bytes, 'bytes that a step allocates').toBeLessThan(MOST_BYTES_PER_STEP);
    });

    it('reports a NaN with population, neuron and step, or has none', () => {
      const model = taken(given);
      const cases = [fc.constantFrom(1, 3, 5, 9), fc.nat(), fc.constantFrom(...channelsOf(model))] as const;
      const check = (size: number, place: number, channel: string): void => {
        const neuron = place % size;
        for (const executor of executors) {
          const simulation = executor.compile(poisoned(model, dt, size, neuron, channel));
          const pair = (step: number) =>
            trainOf(
              3,
              () =>
                [
                  [step, 0],
                  [step, 1],
                ] as const,
            );
          const run = (): void => simulation.run({ early: pair(0), late: pair(1) }, { steps: 3, learn: false });
          try {
            run();
          } catch (error) {
            expect(error).toMatchObject({ code: 'N3ML_NOT_A_NUMBER', details: { population: 'cells', neuron, step: 2 } });
            continue;
          }
          const broken = variablesOf(simulation, 'cells').filter(({ name: variable }) =>
            simulation.variable('cells', variable).some(Number.isNaN),
          );
          expect(broken, `variables that are NaN on the executor '${executor.name}' without an error`).toEqual([]);
        }
      };
      fc.assert(fc.property(...cases, check), { numRuns: runs });
    });

    it('tells how long a neuron takes for a step', async () => {
      const [size, steps] = [1024, 200];
      const simulation = wasm().compile(drivenNetwork(taken(given), dt, size));
      const input = randomTrain(size, steps, 0.02, 'timing');
      const nanoseconds = await nanosecondsEach(() => {
        simulation.reset();
        simulation.run({ input }, { steps, learn: false });
        return size * steps;
      });
      expect(nanoseconds).toBeGreaterThan(0);
      tell(`${name}: ${nanoseconds.toFixed(2)} ns per neuron and step`);
    });
  });
}
