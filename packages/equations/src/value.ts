/** A number that is known at compile time, in double precision: one for all neurons, or one per neuron. */
export type Value = number | Float64Array;

/** The number for one neuron. */
export const at = (value: Value, neuron: number): number => (typeof value === 'number' ? value : (value[neuron] ?? Number.NaN));

/** How many neurons the values tell apart: 1 where all are single numbers. */
export const lanes = (values: readonly Value[]): number =>
  values.reduce<number>((most, value) => Math.max(most, typeof value === 'number' ? 1 : value.length), 1);

/** Applies `f` to each neuron's numbers. */
export function mapValues(f: (...numbers: number[]) => number, ...values: readonly Value[]): Value {
  if (values.every((value) => typeof value === 'number')) return f(...values);
  return Float64Array.from({ length: lanes(values) }, (_, neuron) => f(...values.map((value) => at(value, neuron))));
}

/** True where `test` holds for some neuron's number. */
export const some = (value: Value, test: (number: number) => boolean): boolean =>
  typeof value === 'number' ? test(value) : value.some(test);

/** One number where all neurons have the same. */
export const collapse = (value: Value): Value =>
  typeof value === 'number' || some(value, (number) => number !== value[0]) ? value : (value[0] ?? 0);
