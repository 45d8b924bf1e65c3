/** Mixes a 32-bit word into a hash (the finalizer of MurmurHash3, public domain, A. Appleby). */
function mix(hash: number, word: number): number {
  let h = (hash ^ word) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hashKey(key: readonly (string | number)[], salt: number): number {
  let hash = salt >>> 0;
  for (const part of key) {
    if (typeof part === 'number') {
      hash = mix(mix(hash, part >>> 0), Math.floor(part / 2 ** 32) >>> 0);
    } else {
      for (let k = 0; k < part.length; k++) hash = mix(hash, part.charCodeAt(k) + 1);
    }
    hash = mix(hash, 0x9e3779b9);
  }
  return hash;
}

/**
 * A seeded stream of random numbers. Two streams with the same key give the same numbers on every machine; streams with different keys are
 * independent. So a draw depends on what it is for, never on how many draws came before it elsewhere.
 *
 * The generator is sfc32 (C. Doty-Humphrey, PractRand): 128 bits of state, 32-bit arithmetic only.
 */
export interface RandomStream {
  /** A 32-bit unsigned integer. */
  uint32(): number;
  /** Uniform in [0, 1), 32 bits fine. */
  uniform(): number;
  /** Exponential with mean 1. */
  exponential(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform integer in [0, n). */
  integer(n: number): number;
}

/**
 * The stream for a key, such as `(seed, 'encode', epoch, sample)`.
 *
 * @example const random = randomStream(seed, 'encode', epoch, sample)
 */
export function randomStream(...key: readonly (string | number)[]): RandomStream {
  let a = hashKey(key, 0x243f6a88) | 0;
  let b = hashKey(key, 0x85a308d3) | 0;
  let c = hashKey(key, 0x13198a2e) | 0;
  let counter = 1;

  const uint32 = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) uint32();

  const uniform = (): number => uint32() * 2 ** -32;
  return {
    uint32,
    uniform,
    exponential: () => -Math.log((uint32() + 1) * 2 ** -32),
    normal: () => Math.sqrt(-2 * Math.log((uint32() + 1) * 2 ** -32)) * Math.cos(2 * Math.PI * uniform()),
    integer: (n) => Math.floor(uniform() * n),
  };
}
