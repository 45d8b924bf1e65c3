import { type Assign, bind, evaluate, type NeuronProgram, type Slot } from '../src/index.ts';

export type State = Record<string, number>;

/** Float32 values for every variable of a program, from `init` where `values` doesn't name them. */
export const stateOf = (program: NeuronProgram, values: State = {}): State =>
  Object.fromEntries(
    program.variables.map(({ name, init }) => [name, Math.fround(values[name] ?? (typeof init === 'number' ? init : (init[0] ?? 0)))]),
  );

/** Runs assignments simultaneously for one neuron, by closures. */
export function advance(
  assigns: readonly Assign[],
  state: State,
  { input = 0, constants = {} as NeuronProgram['constants'], neuron = 0 } = {},
): State {
  const load =
    ({ scope, name }: Slot) =>
    () =>
      scope === 'input'
        ? Math.fround(input)
        : scope === 'constant'
          ? (constants[name]?.[neuron] ?? Number.NaN)
          : (state[name] ?? Number.NaN);
  return { ...state, ...Object.fromEntries(assigns.map(({ slot, value }) => [slot.name, bind<undefined>(value, load)(undefined)])) };
}

/** The number that an expression has in a state. */
export const valueIn = (value: Assign['value'], state: State): number => Number(evaluate(value, ({ name }) => state[name] ?? Number.NaN));
