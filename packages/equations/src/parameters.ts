import { EquationError, type Source } from './equation-error.ts';
import { callable } from './functions.ts';
import type { StateLine } from './state.ts';
import type { Value } from './value.ts';

const keywords = ['and', 'or', 'not', 'dt', ...callable.keys()];

/** Checks parameters: their names, that every number is finite in float32, and that arrays agree in length. Widens arrays to double. */
export function checkParameters(
  params: Readonly<Record<string, number | Float32Array>>,
  reserved: readonly string[],
): ReadonlyMap<string, Value> {
  const checked = new Map<string, Value>();
  let first: { name: string; length: number } | undefined;
  for (const [name, parameter] of Object.entries(params)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new EquationError(
        'N3ML_BAD_PARAMETER',
        `The parameter name '${name}' is no identifier: write letters, digits and underscores.`,
      );
    }
    if ([...keywords, ...reserved].includes(name))
      throw new EquationError('N3ML_RESERVED_NAME', `A parameter can't be called '${name}': the name has a meaning already.`);
    const isArray = parameter instanceof Float32Array;
    const numbers: readonly unknown[] = isArray ? [...parameter] : [parameter];
    const bad = numbers.findIndex((number) => typeof number !== 'number' || !Number.isFinite(Math.fround(number)));
    if (bad >= 0) {
      const which = isArray ? `${name}[${bad}]` : name;
      throw new EquationError(
        'N3ML_BAD_PARAMETER',
        `The parameter ${which} is ${String(numbers[bad])}: it has to be a finite number, in float32.`,
      );
    }
    if (isArray) {
      first ??= { name, length: parameter.length };
      if (parameter.length !== first.length || parameter.length === 0) {
        const sentence = `The parameter ${name} has ${parameter.length} numbers, and ${first.name} ${first.length}: each needs one per neuron.`;
        throw new EquationError('N3ML_BAD_PARAMETER', sentence);
      }
    }
    checked.set(name, isArray ? Float64Array.from(parameter) : parameter);
  }
  return checked;
}

/** Checks that no variable has a name that is taken. */
export function checkVariables(
  lines: readonly StateLine[],
  params: ReadonlyMap<string, Value>,
  reserved: readonly string[],
  source: Source,
): void {
  for (const { name, at } of lines) {
    if (params.has(name))
      throw new EquationError(
        'N3ML_DUPLICATE_SYMBOL',
        `'${name}' is a parameter and has a line in ${source.title}. Rename one of them.`,
        source,
        at,
      );
    if ([...keywords, ...reserved].includes(name)) {
      throw new EquationError('N3ML_RESERVED_NAME', `A variable can't be called '${name}': the name has a meaning already.`, source, at);
    }
  }
}

/** Checks the length of a step. */
export function checkStep(dt: number): void {
  if (!(dt > 0 && Number.isFinite(dt))) throw new EquationError('N3ML_BAD_STEP', `dt has to be a positive number of ms, not ${dt}.`);
}
