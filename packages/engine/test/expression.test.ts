import { evaluate, type Ir, type Slot } from '@n3ml/equations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seq } from '../src/assembler/code.ts';
import { f32, select, v128 } from '../src/assembler/instructions.ts';
import { moduleBuilder } from '../src/assembler/module.ts';
import { emitExpression } from '../src/kernels/expression.ts';
import { type Lanes, scalarLanes, simdLanes } from '../src/kernels/lanes.ts';

const NAMES = ['a', 'b', 'c'];
const slot = (name: string): Slot => ({ scope: 'neuron', name });

const { number, condition } = fc.letrec<{ number: Ir; condition: Ir }>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...NAMES).map((name): Ir => ({ op: 'load', slot: slot(name) })),
    fc.float({ noNaN: true, min: -100, max: 100 }).map((value): Ir => ({ op: 'const', value })),
    fc.record({ op: fc.constantFrom('add', 'sub', 'mul', 'div', 'min', 'max'), a: tie('number'), b: tie('number') }) as fc.Arbitrary<Ir>,
    fc.record({ op: fc.constantFrom('neg', 'abs', 'sqrt', 'floor', 'nearest'), a: tie('number') }) as fc.Arbitrary<Ir>,
    fc.record({ op: fc.constant('select'), condition: tie('condition'), a: tie('number'), b: tie('number') }) as fc.Arbitrary<Ir>,
  ),
  condition: fc.oneof(
    { depthSize: 'small' },
    fc.record({ op: fc.constantFrom('lt', 'le', 'gt', 'ge', 'eq', 'ne'), a: tie('number'), b: tie('number') }) as fc.Arbitrary<Ir>,
    fc.record({ op: fc.constantFrom('and', 'or'), a: tie('condition'), b: tie('condition') }) as fc.Arbitrary<Ir>,
    fc.record({ op: fc.constant('not'), a: tie('condition') }) as fc.Arbitrary<Ir>,
  ),
}));

/** Compiles an expression over arrays a, b, c at 0, 16, 32 and runs it on four elements; the results stand at 48. */
function run(ir: Ir, lanes: Lanes, isCondition: boolean, inputs: readonly Float32Array[]): Float32Array {
  const module = moduleBuilder({ shared: false });
  module.define('compute', { p: 'i32' }, undefined, (scope, { p }) => {
    const code = emitExpression(ir, lanes, scope, ({ name }) => lanes.load(p.get, 16 * NAMES.indexOf(name)));
    const ones = isCondition ? (lanes.width === 4 ? v128.and(code, v128.constF32(1)) : select(f32.const(1), f32.const(0), code)) : code;
    return seq(lanes.store(p.get, ones, 48));
  });
  const bytes = module.bytes();
  const memory = new WebAssembly.Memory({ initial: 1 });
  for (const [k, values] of inputs.entries()) new Float32Array(memory.buffer, 16 * k, 4).set(values);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  const compute = instance.exports.compute as (p: number) => void;
  for (let lane = 0; lane < 4; lane += lanes.width) compute(4 * lane);
  return new Float32Array(memory.buffer, 48, 4).slice();
}

const bits = (values: Float32Array): number[] =>
  [...values].map((value) => (Number.isNaN(value) ? Number.NaN : new Uint32Array(Float32Array.of(value).buffer)[0]!));

describe('an expression gives the oracle’s bits', () => {
  const vector = fc.float32Array({ minLength: 4, maxLength: 4, noNaN: true, min: -1000, max: 1000 });
  const inputs = fc.tuple(vector, vector, vector);
  for (const [name, lanes] of Object.entries({ scalar: scalarLanes, simd: simdLanes })) {
    it(`numbers, ${name}`, () => {
      fc.assert(
        fc.property(number, inputs, (ir, values) => {
          const expected = Float32Array.from({ length: 4 }, (_, lane) =>
            Number(evaluate(ir, (read) => values[NAMES.indexOf(read.name)]![lane]!)),
          );
          expect(bits(run(ir, lanes, false, values))).toEqual(bits(expected));
        }),
        { numRuns: 300 },
      );
    });
    it(`conditions, ${name}`, () => {
      fc.assert(
        fc.property(condition, inputs, (ir, values) => {
          const expected = Float32Array.from({ length: 4 }, (_, lane) =>
            Number(evaluate(ir, (read) => values[NAMES.indexOf(read.name)]![lane]!)),
          );
          expect(bits(run(ir, lanes, true, values))).toEqual(bits(expected));
        }),
        { numRuns: 200 },
      );
    });
    it(`powers of two, exponents and mantissas, ${name}`, () => {
      fc.assert(
        fc.property(
          fc.integer({ min: -126, max: 127 }),
          fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(1e-30), max: Math.fround(1e30) }),
          (power, value) => {
            const values = [Float32Array.of(power, power, power, power), new Float32Array(4).fill(value), new Float32Array(4)];
            const a: Ir = { op: 'load', slot: slot('a') };
            const b: Ir = { op: 'load', slot: slot('b') };
            expect([...run({ op: 'pow2', a }, lanes, false, values)]).toEqual(new Array(4).fill(2 ** power));
            const exponent = run({ op: 'exponent', a: b }, lanes, false, values)[0]!;
            const mantissa = run({ op: 'mantissa', a: b }, lanes, false, values)[0]!;
            expect(mantissa).toBeGreaterThanOrEqual(1);
            expect(mantissa).toBeLessThan(2);
            expect(mantissa * 2 ** exponent).toBe(value);
          },
        ),
      );
    });
  }

  it('computes a let once and uses it where it is named', () => {
    const a: Ir = { op: 'load', slot: slot('a') };
    const ir: Ir = {
      op: 'let',
      id: 0,
      value: { op: 'add', a, b: { op: 'const', value: 1 } },
      body: { op: 'mul', a: { op: 'ref', id: 0 }, b: { op: 'ref', id: 0 } },
    };
    const values = [Float32Array.of(1, 2, 3, 4), new Float32Array(4), new Float32Array(4)];
    expect([...run(ir, simdLanes, false, values)]).toEqual([4, 9, 16, 25]);
    expect([...run(ir, scalarLanes, false, values)]).toEqual([4, 9, 16, 25]);
  });
});
