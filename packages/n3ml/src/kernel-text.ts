import type { Network } from '@n3ml/core';

/** The WebAssembly module that a network is compiled to, as text. */
export async function kernelText(network: Network): Promise<string> {
  const [{ emitModule }, { default: loadWabt }] = await Promise.all([import('@n3ml/engine'), import('wabt')]);
  const wabt = await loadWabt();
  const module = wabt.readWasm(emitModule(network), { readDebugNames: true });
  try {
    module.generateNames();
    module.applyNames();
    return module.toText({ foldExprs: true, inlineExport: false });
  } finally {
    module.destroy();
  }
}
