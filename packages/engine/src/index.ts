import { definePlugin, type Network } from '@n3ml/core';
import { layOut } from './arena/layout.ts';
import { interpreter } from './executors/interpreter.ts';
import { wasm } from './executors/wasm.ts';
import { emitNetwork } from './kernels/network.ts';
import { planNetwork } from './plan/plan-network.ts';

export { interpreter, wasm };

/**
 * The WebAssembly module that a network compiles to, as bytes. Its functions and their variables carry names, those of populations and connections among them.
 * @throws N3mlError what compiling the network throws
 */
export function emitModule(network: Network): Uint8Array<ArrayBuffer> {
  const plan = planNetwork(network);
  return emitNetwork(plan, layOut(plan));
}

declare module '@n3ml/core' {
  interface Executors {
    wasm: typeof wasm;
    interpreter: typeof interpreter;
  }
}

export default definePlugin({
  name: '@n3ml/engine',
  version: '0.0.0',
  api: 1,
  provides: { executor: { wasm, interpreter } },
});
