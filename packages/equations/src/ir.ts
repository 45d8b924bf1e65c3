/**
 * The intermediate representation: float32 arithmetic over resolved symbols, without control flow. Both executors run exactly these
 * operations in exactly this order, each rounded to float32, so they agree bit for bit. `exp`, `log` and `pow` are already lowered to polynomials
 * over the operations below.
 */

/** Where a symbol lives: on the neuron itself (neuron models), or on the pre side, the post side or the synapse of a connection (rules). */
export type Scope = 'neuron' | 'pre' | 'post' | 'synapse' | 'signal' | 'input';

/** A variable or, with scope 'constant', a per-neuron number that was computed at compile time (see {@link NeuronProgram.constants}). */
export interface Slot {
  readonly scope: Scope | 'constant';
  readonly name: string;
}

/** float32 x float32 -> float32. min and max follow WebAssembly: NaN wins, -0 < +0. */
export type ArithmeticOp = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max';
/** float32 x float32 -> bool, false where an operand is NaN (ne: true). */
export type ComparisonOp = 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne';
/** float32 -> float32. `pow2` is 2^a for a whole number a in [-126, 127]; `exponent` and `mantissa` split a positive normal number into 2^e * m, 1 <= m < 2. `nearest` rounds half to even. */
export type UnaryOp = 'neg' | 'abs' | 'sqrt' | 'floor' | 'nearest' | 'pow2' | 'exponent' | 'mantissa';

export type Ir =
  | { readonly op: 'const'; readonly value: number }
  | { readonly op: 'load'; readonly slot: Slot }
  | { readonly op: ArithmeticOp; readonly a: Ir; readonly b: Ir }
  | { readonly op: UnaryOp; readonly a: Ir }
  | { readonly op: ComparisonOp; readonly a: Ir; readonly b: Ir }
  | { readonly op: 'and' | 'or'; readonly a: Ir; readonly b: Ir }
  | { readonly op: 'not'; readonly a: Ir }
  | { readonly op: 'select'; readonly condition: Ir; readonly a: Ir; readonly b: Ir }
  /** `value` is computed once and stands for `ref id` inside `body`. Ids are unique within an expression. */
  | { readonly op: 'let'; readonly id: number; readonly value: Ir; readonly body: Ir }
  | { readonly op: 'ref'; readonly id: number };

/** `slot = value`. */
export interface Assign {
  readonly slot: Slot;
  readonly value: Ir;
}
