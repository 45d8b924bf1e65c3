import { definePlugin } from '@n3ml/core';
import type { Backend } from './backends/backend.ts';
import { cpu } from './backends/cpu.ts';
import { tfjsNode, tfjsNodeGpu } from './backends/native.ts';
import { wasm } from './backends/wasm.ts';

/** Backends by name; packages add theirs by declaration merging with `@n3ml/tensor`. */
export interface Backends {
  cpu: typeof cpu;
  'tfjs-node': typeof tfjsNode;
  'tfjs-node-gpu': typeof tfjsNodeGpu;
  wasm: typeof wasm;
}

declare module '@n3ml/core' {
  interface Kinds {
    backend: { table: Backends; makes: Backend };
  }
}

/** The backends as a plugin. */
export default definePlugin({
  name: '@n3ml/tensor',
  version: '0.0.0',
  api: 1,
  provides: { backend: { cpu, 'tfjs-node': tfjsNode, 'tfjs-node-gpu': tfjsNodeGpu, wasm } },
});
