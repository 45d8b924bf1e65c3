import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** The module that `add-scaled.wat` describes. */
export const addScaledCode = Uint8Array.from(
  atob(
    'AGFzbQEAAAABCAFgBH9/f30AAhABBHRmanMGbWVtb3J5AgABAwIBAAcNAQlhZGRTY2FsZWQAAAqHAQGEAQECfyAAIAJBAnRqIQQgACACQXxxQQJ0aiEFAkADQCAAIAVPDQEgACAA/QAEACAB/QAEACAD/RP95gH95AH9CwQAIABBEGohACABQRBqIQEMAAsLAkADQCAAIARPDQEgACAAKgIAIAEqAgAgA5SSOAIAIABBBGohACABQQRqIQEMAAsLCw==',
  ),
  (byte) => byte.charCodeAt(0),
);

/** to[k] += scale * from[k] for k in [0, count). Both are addresses in the memory of the backend, in bytes. */
export type AddScaled = (to: number, from: number, count: number, scale: number) => void;

/** The parts of Emscripten's module that its types leave out. */
interface EmscriptenModule {
  readonly asm: { readonly memory: WebAssembly.Memory };
  /** Another view after the memory has grown. */
  readonly HEAPU8: Uint8Array;
}

/** The same in JavaScript: 3 times slower, for every kind of memory. */
export function plainAddScaled(module: Pick<EmscriptenModule, 'HEAPU8'>): AddScaled {
  let values = new Float32Array(module.HEAPU8.buffer);
  return (to, from, count, scale) => {
    if (values.buffer !== module.HEAPU8.buffer) values = new Float32Array(module.HEAPU8.buffer);
    for (let k = 0; k < count; k++) values[to / 4 + k]! += scale * values[from / 4 + k]!;
  };
}

function compile(module: EmscriptenModule): AddScaled {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(addScaledCode), { tfjs: { memory: module.asm.memory } });
    return exports.addScaled as AddScaled;
  } catch {
    // No SIMD here, or memory that the threads of a browser share.
    return plainAddScaled(module);
  }
}

const compiled = new WeakMap<BackendWasm, AddScaled>();

/** Adds vectors in the memory of a backend. */
export function addScaledIn(backend: BackendWasm): AddScaled {
  const addScaled = compiled.get(backend) ?? compile(backend.wasm as unknown as EmscriptenModule);
  compiled.set(backend, addScaled);
  return addScaled;
}
