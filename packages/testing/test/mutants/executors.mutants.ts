import type { Executor, Simulation } from '@n3ml/core';
import { wasm } from '@n3ml/engine';
import { testExecutor } from '../../src/index.ts';
import { caughtBy } from './caught-by.ts';

const originals = new WeakMap<Simulation, Simulation>();

/** The compiled executor, with a change to its simulations. */
function changed(change: (simulation: Simulation) => Partial<Simulation>): Executor {
  return {
    name: 'changed',
    compile(network) {
      const original = wasm().compile(network);
      const changes = change(original);
      const simulation = new Proxy(original, {
        get(target, name) {
          const value: unknown = Reflect.get(Object.hasOwn(changes, name) ? changes : target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        },
        set: (target, name, value) => Reflect.set(target, name, value, target),
      });
      originals.set(simulation, original);
      return simulation;
    },
    pool: (simulation, workers) => wasm().pool(originals.get(simulation)!, workers),
  };
}

let garbage: unknown;

testExecutor(caughtBy('allocates nothing in the step (learning: false)', 'an object for each step'), () =>
  changed((simulation) => ({
    run(inputs, options) {
      simulation.run(inputs, options);
      for (let step = 0; step < options.steps; step++) garbage = { step, before: typeof garbage };
    },
  })),
);
testExecutor(caughtBy('allocates nothing in the step (learning: true)', 'an array that hangs on the heap, for each step'), () =>
  changed((simulation) => ({
    run(inputs, options) {
      simulation.run(inputs, options);
      for (let step = 0; step < options.steps; step++) garbage = new Float32Array(200);
    },
  })),
);
testExecutor(caughtBy('runs onStep in every step, with signals from outside', 'learning that can not be switched off'), () =>
  changed((simulation) => ({ run: (inputs, { steps }) => simulation.run(inputs, { steps, learn: true }) })),
);
testExecutor(
  caughtBy('refuses the name of a population, a connection, a variable or a signal that is not there', 'zeros for what is not there'),
  () =>
    changed((simulation) => ({
      variable: (population, name) => (name === 'u' ? new Float32Array(2) : simulation.variable(population, name)),
    })),
);
testExecutor(caughtBy('reports a NaN with population, neuron and step', 'a NaN that nobody hears of'), () =>
  changed((simulation) => ({
    run(inputs, options) {
      try {
        simulation.run(inputs, options);
      } catch (error) {
        if (!String(error).includes('NOT_A_NUMBER')) throw error;
      }
    },
  })),
);
