import { type Executor, withOptions } from '@n3ml/core';
import { createPool } from '../pool/pool.ts';
import { WasmSimulation } from './wasm-simulation.ts';

/**
 * Compiles a network to WebAssembly SIMD, the default executor. One call runs a whole sample; its cost grows with the number of spikes.
 *
 * @example const simulation = wasm().compile(network)
 */
export const wasm = withOptions(
  {},
  (): Executor => ({
    name: 'wasm',
    compile: (network) => new WasmSimulation(network),
    pool: createPool,
  }),
  { summary: 'Compiles a network to WebAssembly SIMD; what a sample costs grows with the number of its spikes.' },
);
