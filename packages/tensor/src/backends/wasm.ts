import { withOptions } from '@n3ml/core';
import { wasmFolder, withoutCrashHandlers } from '#host';
import { registerWasmKernels } from '../kernels/register.ts';
import { activate } from './activate.ts';
import type { Backend } from './backend.ts';

/** WebAssembly with SIMD on one core: always there, fast enough to train a small convolutional network. */
export const wasm = withOptions(
  {},
  (): Backend =>
    Object.freeze({
      name: 'wasm',
      priority: 20,
      install: 'It comes with @n3ml/tensor.',
      absence: () => undefined,
      async start() {
        const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
        const folder = wasmFolder();
        if (folder) setWasmPaths(folder);
        registerWasmKernels();
        await withoutCrashHandlers(() => activate('wasm'));
      },
    }),
  { summary: 'WebAssembly with SIMD on one core: always there, fast enough to train a small convolutional network.' },
);
