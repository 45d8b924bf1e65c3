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

/**
 * float32 x float32 -> float32, each rounded to nearest, ties to even (IEEE 754; f32.add and so on of WebAssembly). min and max are f32.min and
 * f32.max: NaN where an operand is NaN, and -0 < +0. No operation is fused and denormal numbers are kept.
 */
export type ArithmeticOp = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max';
/** float32 x float32 -> bool, false where an operand is NaN (ne: true). -0 equals +0. */
export type ComparisonOp = 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne';
/**
 * float32 -> float32.
 *
 * - `neg`, `abs`: the sign bit flipped, cleared. `sqrt`: rounded to nearest. `floor`; `nearest`: to a whole number, ties to even; both keep -0.
 * - `pow2`: 2^a for a whole a in [-126, 127], made by exponent bits: reinterpret_f32((trunc_sat_i32(a) + 127) << 23); trunc_sat_i32(NaN) is 0.
 * - `exponent`, `mantissa`: split a positive normal a into 2^e * m, 1 <= m < 2, by bits: f32(((bits(a) >>> 23) & 255) - 127) and
 *   reinterpret_f32((bits(a) & 0x7fffff) | 0x3f800000). On other numbers they give what these bit operations give; lowered code discards it by a `select`.
 */
export type UnaryOp = 'neg' | 'abs' | 'sqrt' | 'floor' | 'nearest' | 'pow2' | 'exponent' | 'mantissa';

/**
 * An expression. Constants are float32 numbers; Infinity, -Infinity and NaN occur in lowered functions. `select` is a where its condition holds,
 * otherwise b; as nothing has side effects, both may be computed. The value of a `let` is a float32, never a bool.
 */
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
