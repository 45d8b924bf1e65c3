import { exponentialLayers } from './exponential-layers.ts';

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
 * independent. So a draw depends on what it is for, never on how many draws came before it elsewhere. (`normal`, and one `exponential` in some
 * hundred, go through the engine's Math.log, Math.cos or Math.exp, so they are the same on every engine whose Math is: all that run V8.)
 *
 * The generator is sfc32 (C. Doty-Humphrey, PractRand): 128 bits of state, 32-bit arithmetic only.
 */
export interface RandomStream {
  /** A 32-bit unsigned integer. */
  uint32(): number;
  /** Uniform in [0, 1), 32 bits fine. */
  uniform(): number;
  /** Exponential with mean 1, above 0, by the ziggurat method (Marsaglia & Tsang 2000). */
  exponential(): number;
  /** Standard normal (Box & Muller 1958). */
  normal(): number;
  /** Uniform integer in [0, n). */
  integer(n: number): number;
}

const { edges, heights } = exponentialLayers;

// A class, for with methods shared by all streams the calls in a hot loop stay monomorphic and are inlined: 3 times as fast as closures.
class Sfc32 implements RandomStream {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(a: number, b: number, c: number) {
    this.#a = a | 0;
    this.#b = b | 0;
    this.#c = c | 0;
    for (let warmUp = 0; warmUp < 12; warmUp++) this.uint32();
  }

  uint32(): number {
    const b = this.#b;
    const c = this.#c;
    const t = (((this.#a + b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = b ^ (b >>> 9);
    this.#b = (c + (c << 3)) | 0;
    this.#c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  uniform(): number {
    return this.uint32() * 2 ** -32;
  }

  exponential(): number {
    let tail = 0;
    for (;;) {
      // Layer and place come from different bits of one draw: with shared bits they would depend on each other (J. A. Doornik 2005).
      const draw = this.uint32();
      const layer = draw & 255;
      const x = ((draw >>> 8) + 0.5) * 2 ** -24 * edges[layer]!;
      if (x < edges[layer + 1]!) return tail + x;
      if (layer === 0) {
        // The distribution has no memory: its tail is the whole of it, moved.
        tail += edges[1]!;
      } else {
        const y = heights[layer]! + this.uniform() * (heights[layer + 1]! - heights[layer]!);
        if (y < Math.exp(-x)) return tail + x;
      }
    }
  }

  normal(): number {
    const radius = Math.sqrt(-2 * Math.log((this.uint32() + 1) * 2 ** -32));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  integer(n: number): number {
    return Math.floor(this.uniform() * n);
  }
}

/**
 * The stream for a key, such as `(seed, 'encode', epoch, sample)`.
 *
 * @example const random = randomStream(seed, 'encode', epoch, sample)
 */
export function randomStream(...key: readonly (string | number)[]): RandomStream {
  return new Sfc32(hashKey(key, 0x243f6a88), hashKey(key, 0x85a308d3), hashKey(key, 0x13198a2e));
}
