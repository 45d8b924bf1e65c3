import { type Executor, N3mlError, withOptions } from '@n3ml/core';
import { inlinePool } from '../pool/inline-pool.ts';
import { InterpretedSimulation } from './interpreted-simulation.ts';

/**
 * Runs a network from its equations as closures: slow, without any of the compiled kernels' shortcuts, with the same spikes and weights bit for bit.
 *
 * @example const oracle = interpreter().compile(network)
 */
export const interpreter = withOptions(
  {},
  (): Executor => ({
    name: 'interpreter',
    compile: (network) => new InterpretedSimulation(network),
    pool: async (simulation, workers) => {
      if (workers !== 1)
        throw new N3mlError(
          'N3ML_BAD_OPTION',
          `The interpreter runs on one thread, not on ${workers}. Take the executor 'wasm', or one worker.`,
        );
      if (!(simulation instanceof InterpretedSimulation))
        throw new N3mlError(
          'N3ML_BAD_OPTION',
          "A pool of the executor 'interpreter' needs a simulation that the same executor has compiled.",
        );
      return inlinePool(simulation);
    },
  }),
  { summary: 'Runs a network from its equations as closures: slow, and the same spikes and weights bit for bit.' },
);
