import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { seq, signedLeb, unsignedLeb } from '../src/assembler/code.ts';
import { forUpTo, i32 } from '../src/assembler/instructions.ts';
import { moduleBuilder } from '../src/assembler/module.ts';
import { emitModule } from '../src/index.ts';
import { smallNetwork } from './lif.ts';

/** LEB128 read back as the specification describes it. */
function readLeb(bytes: readonly number[], signed: boolean): number {
  let value = 0n;
  bytes.forEach((byte, k) => {
    value |= BigInt(byte & 0x7f) << BigInt(7 * k);
  });
  return Number(signed ? BigInt.asIntN(7 * bytes.length, value) : value);
}

describe('LEB128', () => {
  it('reads back as it was written, signed and unsigned', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (value) => readLeb(unsignedLeb(value), false) === value));
    fc.assert(fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (value) => readLeb(signedLeb(value), true) === value));
  });
});

describe('a module', () => {
  it('runs its functions, with loops and calls', () => {
    const module = moduleBuilder({ shared: false });
    const square = module.define('square', { n: 'i32' }, 'i32', (_scope, { n }) => i32.mul(n.get, n.get));
    module.define('sumOfSquares', { n: 'i32' }, 'i32', (scope, { n }) => {
      const [k, total] = [scope.local('i32', 'k'), scope.local('i32', 'total')];
      return seq(forUpTo(k, i32.const(0), n.get, 1, total.set(i32.add(total.get, square(k.get)))), total.get);
    });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.bytes()), {
      env: { memory: new WebAssembly.Memory({ initial: 1 }) },
    });
    const sumOfSquares = exports.sumOfSquares as (n: number) => number;
    expect([0, 1, 5, 100].map((n) => sumOfSquares(n))).toEqual([0, 0, 30, 328350]);
  });

  it('of a network is valid for an independent reader, with the names of its kernels', async () => {
    const { readWasm } = await wabt();
    const module = readWasm(emitModule(smallNetwork), { readDebugNames: true });
    expect(() => module.validate()).not.toThrow();
    const named = readWasm(emitModule(smallNetwork), { readDebugNames: true });
    named.applyNames();
    expect(named.toText({})).toContain('$propagate_input-exc');
  });
});
