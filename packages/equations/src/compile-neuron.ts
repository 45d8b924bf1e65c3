import { compileStatement, type Place, resolveStatement } from './assign.ts';
import { EquationError, type Source } from './equation-error.ts';
import { type Formula, load, number } from './formula.ts';
import { type IntegrationMethod, integrate, type Step } from './integrate.ts';
import type { Slot } from './ir.ts';
import { Constants, lower, lowerAssign } from './lower.ts';
import { checkParameters, checkStep, checkVariables } from './parameters.ts';
import { parseExpression } from './parser.ts';
import type { NeuronProgram, Variable } from './program.ts';
import { type Names, type Refusal, resolve } from './resolve.ts';
import { parseState, type StateLine } from './state.ts';
import { parseInput, parseStatements } from './statement.ts';
import type { Equation } from './system.ts';
import { mapValues, some, type Value } from './value.ts';

/** A neuron model as equations: see the contract `Neuron` of @n3ml/core, which has this shape. */
export interface NeuronEquations {
  readonly params: Readonly<Record<string, number | Float32Array>>;
  readonly state: string;
  readonly init?: string;
  readonly input: string | Readonly<Record<string, string>>;
  readonly threshold: string;
  readonly reset: string;
  readonly refractory?: string;
  readonly method?: IntegrationMethod;
}

const flags = ['unless refractory', 'kept between samples', 'per sample', 'per neuron'] as const;
type Flag = (typeof flags)[number];

const slotOf = (name: string): Slot => ({ scope: 'neuron', name });
const channelSlot = (name: string): Slot => ({ scope: 'input', name });

/** What one model declares. */
interface Declared {
  readonly state: Source;
  readonly lines: readonly StateLine<Flag>[];
  readonly params: ReadonlyMap<string, Value>;
  /** Parameters and variables. */
  readonly names: ReadonlyMap<string, Formula>;
  readonly channels: readonly string[];
}

/**
 * Compiles a neuron model: checks its equations and steps them over `dt`.
 *
 * @param options `dt` is the length of a step in ms
 * @throws EquationError for whatever is wrong with the equations or the parameters
 * @example compileNeuron({ params: { tau: 20 }, state: 'dv/dt = -v / tau', input: 'v += I', threshold: 'v >= 1', reset: 'v = 0' }, { dt: 1 })
 */
export function compileNeuron(neuron: NeuronEquations, { dt }: { readonly dt: number }): NeuronProgram {
  checkStep(dt);
  const declared = declareNeuron(neuron);
  const constants = new Constants();
  const { params, lines, channels } = declared;
  const inputs = typeof neuron.input === 'string' ? { I: neuron.input } : neuron.input;
  const equations = equationsOf(declared);
  const perSample = new Set(lines.flatMap(({ name, flags }) => (flags.has('per sample') ? [name] : [])));
  const steps = integrate(
    equations.filter(({ slot }) => !perSample.has(slot.name)),
    {
      dt,
      method: neuron.method,
      source: declared.state,
      slowRemedy: "Add ': per sample', and it is stepped once, at the end of a sample.",
    },
  );
  const input = channels.flatMap((channel) => compileInput(declared, channel, inputs[channel] ?? '', constants));
  const threshold = { title: 'threshold', text: neuron.threshold };
  const resetPlace = placeOf(declared, { title: 'reset', text: neuron.reset }, withoutInput(declared, 'reset'));
  const program = {
    variables: initialize(declared, neuron.init ?? ''),
    integrate: steps.map(({ slot, next }) => lowerAssign(slot, next, constants)),
    heldWhileRefractory: new Set(lines.flatMap(({ name, flags }) => (flags.has('unless refractory') ? [name] : []))),
    channels,
    input,
    threshold: lower(resolve(parseExpression(threshold), 'bool', threshold, withoutInput(declared, 'threshold')), constants),
    reset: parseStatements(resetPlace.source).map((statement) => compileStatement(statement, resetPlace, constants)),
    refractorySteps: refractorySteps(neuron.refractory, params, dt),
  };
  const integratePerSample = perSampleIntegrator(
    equations.filter(({ slot }) => perSample.has(slot.name)),
    declared,
    dt,
  );
  return { ...program, constants: constants.all(), integratePerSample };
}

export function declareNeuron({ params: given, state: text, input }: NeuronEquations): Declared {
  const channels = typeof input === 'string' ? ['I'] : Object.keys(input);
  const state = { title: 'state', text };
  const params = checkParameters(given, ['I', ...channels]);
  const lines = parseState(state, flags);
  checkVariables(lines, params, ['I'], state);
  const names = new Map<string, Formula>();
  for (const [name, value] of params) names.set(name, number(value));
  for (const { name } of lines) names.set(name, load(slotOf(name)));
  return { state, lines, params, names, channels };
}

/** The differential equations. They read the channels by name, where no variable has the name. */
function equationsOf({ state, lines, names, channels }: Declared): readonly Equation[] {
  const readable: Names = new Map([...channels.map((channel): [string, Formula] => [channel, load(channelSlot(channel))]), ...names]);
  return lines.flatMap(({ name, at, derivative }) =>
    derivative ? [{ slot: slotOf(name), at, derivative: resolve(derivative, 'float', state, readable) }] : [],
  );
}

function placeOf({ lines, params }: Declared, source: Source, names: Names): Place {
  return {
    source,
    variables: new Map(lines.map(({ name }) => [name, slotOf(name)])),
    readOnly: new Map([...[...params.keys()].map((name): [string, string] => [name, 'a parameter']), ['I', 'the input']]),
    names: () => names,
  };
}

/** The names outside `input` and `state`: the input can't be read there. */
function withoutInput({ names, channels }: Declared, title: string): Names {
  const refusal: Refusal = { code: 'N3ML_UNKNOWN_SYMBOL', sentence: `The input can be read in input and state only, not in ${title}.` };
  return new Map<string, Formula | Refusal>([...['I', ...channels].map((name): [string, Refusal] => [name, refusal]), ...names]);
}

/** `I` is the channel itself; the others are read by their names. */
function compileInput(declared: Declared, channel: string, text: string, constants: Constants): NeuronProgram['input'] {
  const source = { title: channel === 'I' ? 'input' : `input ${channel}`, text };
  const others = declared.channels.map((name): [string, Formula] => [name, load(channelSlot(name))]);
  const place = placeOf(declared, source, new Map<string, Formula>([...others, ...declared.names, ['I', load(channelSlot(channel))]]));
  return parseInput(source).map((statement) => ({ ...compileStatement(statement, place, constants), always: statement.always }));
}

/** Runs `init` in double precision: variables start at 0 and take what it assigns, in order. */
function initialize(declared: Declared, text: string): readonly Variable[] {
  const source = { title: 'init', text };
  const values = new Map<string, Value>(declared.lines.map(({ name }) => [name, 0]));
  for (const statement of parseStatements(source)) {
    const names = new Map<string, Formula | Refusal>([
      ...withoutInput(declared, 'init'),
      ...[...values].map(([name, value]): [string, Formula] => [name, number(value)]),
    ]);
    const { slot, value } = resolveStatement(statement, placeOf(declared, source, names));
    if (value.kind === 'value') values.set(slot.name, value.value);
  }
  return declared.lines.map(({ name, flags }) => ({
    name,
    init: values.get(name) ?? 0,
    kept: flags.has('kept between samples'),
    zeroUntilSpike: false,
  }));
}

function refractorySteps(text: string | undefined, params: ReadonlyMap<string, Value>, dt: number): number | Float64Array {
  if (text === undefined) return 0;
  const source = { title: 'refractory', text };
  const expression = parseExpression(source);
  const time = resolve(expression, 'float', source, new Map([...params].map(([name, value]) => [name, number(value)])));
  const value = time.kind === 'value' ? time.value : 0;
  if (some(value, (ms) => ms < 0)) throw new EquationError('N3ML_BAD_PARAMETER', 'The refractory time is negative.', source, expression.at);
  return mapValues((ms = 0) => Math.round(ms / dt), value);
}

/** Steps the `per sample` equations over any span. They have to be linear, with the same coefficients for every neuron: then no constants are needed. */
function perSampleIntegrator(equations: readonly Equation[], { state }: Declared, dt: number): NeuronProgram['integratePerSample'] {
  const over = (ms: number): readonly Step[] =>
    integrate(equations, {
      dt: ms,
      method: undefined,
      source: state,
      slowRemedy: undefined,
      nonlinearRemedy: 'An equation stepped per sample has to be.',
    });
  const lowerAll = (ms: number, constants: Constants) => over(ms).map(({ slot, next }) => lowerAssign(slot, next, constants));
  const used = new Constants();
  lowerAll(dt, used);
  if (Object.keys(used.all()).length > 0) {
    const sentence = 'An equation stepped per sample needs the same coefficients for every neuron: make its parameters single numbers.';
    throw new EquationError('N3ML_BAD_PARAMETER', sentence, state, equations[0]?.at);
  }
  return (ms) => {
    checkStep(ms);
    return lowerAll(ms, new Constants());
  };
}
