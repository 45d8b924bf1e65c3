import type { LearningRule, Network, Neuron } from '@n3ml/core';
import { interpreter, wasm } from '@n3ml/engine';
import { compileRule } from '@n3ml/equations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Behaviour, behaviourOf, parting } from './behaviour.ts';
import { tell } from './duration.ts';
import { type Given, taken } from './given.ts';
import { type NetworkRecipe, networkOf, networkRecipe } from './random-network.ts';
import { bytesPerStep, MOST_BYTES_PER_STEP } from './step-growth.ts';
import { timePerSynapse } from './time-per-synapse.ts';
import { type LearnableKind, learnableKinds, unlearnable } from './topologies.ts';

/** Options of {@link testLearningRule}. */
export interface LearningRuleSuiteOptions {
  /** Step in ms. @default 1 */
  readonly dt?: number;
  /** Random networks that each property is tried on. @default 6 */
  readonly runs?: number;
}

/** Leaky integrate-and-fire without units, so that weights are of the order of 1. */
const cell: Neuron = {
  params: { tau: 20, tauRef: 2 },
  state: 'dv/dt = -v / tau',
  input: 'v += I',
  threshold: 'v >= 1',
  reset: 'v = 0',
  refractory: 'tauRef',
};

const learnedConnections = ['forward', 'onward'] as const;

/** The weights after the last sample. */
function weightsAfter({ samples }: Behaviour, connection: string): ArrayLike<number> {
  return samples.at(-1)!.state.get(`weights of ${connection}`)!;
}

/**
 * The conformance suite of a learning rule. It declares vitest tests: the rule compiles and learns on every topology that can learn, and is refused
 * on the others; the compiled kernels, with what they skip, and the interpreter, which skips nothing, leave the same weights bit for bit; bounds
 * hold; a seed, frozen runs, a checkpoint and the way in which a sample is cut into calls make no difference where they must make none; a step
 * allocates nothing. It prints the time for a synaptic event.
 *
 * @param name what the tests are called
 * @param given the rule, or a function that makes it
 * @example testLearningRule('acme/triplet', () => triplet({ tauX: 20, tauY: 40 }))
 */
export function testLearningRule(name: string, given: Given<LearningRule>, { dt = 1, runs = 6 }: LearningRuleSuiteOptions = {}): void {
  const executors = [wasm(), interpreter()] as const;
  const onNetworks = (numRuns: number, longest: number, check: (recipe: NetworkRecipe, network: Network, steps: number) => void): void => {
    const parts = { neurons: { cell }, rules: { [name]: taken(given) }, dt };
    const cases = [networkRecipe(parts), fc.integer({ min: 1, max: longest })] as const;
    const property = fc.property(...cases, (recipe, steps) => {
      const learning = { ...recipe, rule: name };
      check(learning, networkOf(learning, parts), steps);
    });
    fc.assert(property, { numRuns });
  };

  describe(`learning rule ${name}`, () => {
    it('is the same each time it is made', () => {
      expect(taken(given)).toEqual(taken(given));
    });

    it('compiles', () => {
      expect(() => compileRule(taken(given), { dt, wMin: 0, wMax: 1 })).not.toThrow();
    });

    const plainNetwork = (topology: LearnableKind): Network =>
      networkOf(
        {
          ...{ seed: 1, inputs: 9, size: 9, neuron: 'cell', second: 'cell', rule: name, topology },
          ...{ carries: 'spikes', arrives: 'next step', back: 'one-to-one', delay: 0, bounded: true, normalized: false },
        },
        { neurons: { cell }, rules: { [name]: taken(given) }, dt },
      );

    it.each(learnableKinds)('learns on a %s connection', (topology) => {
      const network = plainNetwork(topology);
      const after = weightsAfter(behaviourOf(wasm().compile(network), { seed: 1, steps: 100, samples: 4 }), 'forward');
      expect(after).not.toEqual(network.connections.forward!.weights);
    });

    it.each(Object.values(unlearnable))('is refused on a connection that has one number for all weights: $kind', (topology) => {
      const connection = { from: 'input', to: 'cells', topology, weights: 0.5, rule: taken(given), bounds: [0, 1] } as const;
      const populations = { input: { size: 4 }, cells: { size: 4, neuron: cell } };
      for (const executor of executors) {
        expect(() => executor.compile({ dt, populations, connections: { forward: connection } })).toThrow(
          /'forward' has a learning rule.*\[N3ML_BAD_NETWORK\]/,
        );
      }
    });

    it('leaves the same spikes and weights as compiled kernels and as closures, bit for bit', () => {
      onNetworks(2 * runs, 30, ({ seed }, network, steps) => {
        const [kernels, closures] = executors.map((executor) => behaviourOf(executor.compile(network), { seed, steps, samples: 3 }));
        expect(parting(kernels!, closures!)).toBeUndefined();
      });
    });

    it('keeps every weight within its bounds', () => {
      onNetworks(runs, 100, (recipe, _, steps) => {
        const parts = { neurons: { cell }, rules: { [name]: taken(given) }, dt };
        const network = networkOf({ ...recipe, bounded: true }, parts);
        const behaviour = behaviourOf(wasm().compile(network), { seed: recipe.seed, steps, probability: 0.6 });
        for (const connection of learnedConnections) {
          const [wMin, wMax] = network.connections[connection]!.bounds!;
          const outside = Array.from(weightsAfter(behaviour, connection)).filter((w) => !(w >= wMin && w <= Math.fround(wMax)));
          expect(outside, `weights of ${connection} outside [${wMin}, ${wMax}]`).toEqual([]);
        }
      });
    });

    it('gives the same weights for the same seed', () => {
      onNetworks(runs, 60, ({ seed }, network, steps) => {
        const run = () => behaviourOf(wasm().compile(network), { seed, steps });
        expect(parting(run(), run())).toBeUndefined();
      });
    });

    it('is frozen where nothing is to be learnt: no weight changes, and no sample leaves a trace on the next', () => {
      onNetworks(runs, 30, ({ seed }, network, steps) => {
        for (const executor of executors) {
          const simulation = executor.compile(network);
          const frozen = (key: number) => behaviourOf(simulation, { seed: key, steps, samples: 1, learn: false });
          const first = frozen(seed);
          for (const connection of learnedConnections)
            expect(weightsAfter(frozen(seed + 1), connection)).toEqual(network.connections[connection]!.weights);
          expect(parting(first, frozen(seed))).toBeUndefined();
        }
      });
    });

    it('goes on from what was saved as if it had never stopped', () => {
      onNetworks(runs, 30, ({ seed }, network, steps) => {
        for (const executor of executors) {
          const unbroken = executor.compile(network);
          behaviourOf(unbroken, { seed, steps });
          const saved = unbroken.save();
          const rest = { seed, steps, first: 2 };
          const expected = behaviourOf(unbroken, rest);
          const resumed = executor.compile(network);
          resumed.load(saved);
          expect(parting(expected, behaviourOf(resumed, rest))).toBeUndefined();
        }
      });
    });

    it('learns the same however a sample is cut into calls', () => {
      onNetworks(runs, 40, ({ seed }, network, steps) => {
        const cuts = [Math.floor(steps / 4), Math.floor(steps / 2), steps - 1].filter((cut, k, all) => cut > (all[k - 1] ?? 0));
        for (const executor of executors) {
          const whole = behaviourOf(executor.compile(network), { seed, steps });
          expect(parting(whole, behaviourOf(executor.compile(network), { seed, steps, cuts }))).toBeUndefined();
        }
      });
    });

    it('learns the same in samples of thousands of steps', () => {
      onNetworks(3, 3000, ({ seed }, network, extra) => {
        const steps = 1024 + extra;
        const whole = behaviourOf(wasm().compile(network), { seed, steps, samples: 1 });
        expect(parting(whole, behaviourOf(wasm().compile(network), { seed, steps, samples: 1, cuts: [1000, 1023] }))).toBeUndefined();
      });
      const parts = { neurons: { cell }, rules: { [name]: taken(given) }, dt };
      fc.assert(
        fc.property(networkRecipe(parts), (recipe) => {
          const network = networkOf({ ...recipe, rule: name, inputs: 2, size: 3 }, parts);
          const [kernels, closures] = executors.map((executor) =>
            behaviourOf(executor.compile(network), { seed: recipe.seed, steps: 1100, samples: 1 }),
          );
          expect(parting(kernels!, closures!)).toBeUndefined();
        }),
        { numRuns: 2 },
      );
    });

    it('allocates nothing in the step, on any topology', async () => {
      for (const topology of learnableKinds) {
        const bytes = await bytesPerStep(wasm().compile(plainNetwork(topology)), { learn: true });
        expect(bytes, `bytes that a step on a ${topology} connection allocates`).toBeLessThan(MOST_BYTES_PER_STEP);
      }
    });

    it('tells how long a synaptic event takes', async () => {
      const nanoseconds = await timePerSynapse(wasm(), taken(given), cell, dt);
      expect(nanoseconds).toBeGreaterThan(0);
      tell(`${name}: ${nanoseconds.toFixed(2)} ns per synaptic event`);
    });
  });
}
