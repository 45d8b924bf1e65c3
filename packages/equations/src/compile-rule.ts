import { compileStatement, type Place } from './assign.ts';
import { EquationError, type Source } from './equation-error.ts';
import { type Formula, load, number } from './formula.ts';
import { integrate } from './integrate.ts';
import type { Assign, Slot } from './ir.ts';
import { Constants, lowerAssign } from './lower.ts';
import { checkParameters, checkStep, checkVariables } from './parameters.ts';
import type { RuleProgram, Variable } from './program.ts';
import { type Names, type Refusal, resolve } from './resolve.ts';
import { parseState, type StateLine } from './state.ts';
import { parseStatements } from './statement.ts';
import { replaceLoads } from './simplify.ts';
import type { Value } from './value.ts';

/** A learning rule as equations: see the contract `LearningRule` of @n3ml/core, which has this shape. */
export interface RuleEquations {
  readonly params: Readonly<Record<string, number>>;
  readonly state?: string;
  readonly onPre?: string;
  readonly onPost?: string;
  readonly onStep?: string;
}

export interface RuleOptions {
  /** Length of a step in ms. */
  readonly dt: number;
  /** Bounds of the weights; infinite where there are none. */
  readonly wMin: number;
  readonly wMax: number;
}

const homes = ['pre', 'post', 'synapse', 'signal'] as const;
type Home = (typeof homes)[number];
type Side = 'pre' | 'post';
const flags = [...homes, 'at spike'] as const;
type Flag = (typeof flags)[number];

const homePhrases: Readonly<Record<Home, string>> = {
  pre: 'the presynaptic neuron',
  post: 'the postsynaptic neuron',
  synapse: 'the synapse',
  signal: 'a signal',
};
const reserved = ['w', 'wMin', 'wMax'];
const weight: Slot = { scope: 'synapse', name: 'w' };

interface Declared {
  readonly state: Source;
  readonly lines: readonly (StateLine<Flag> & { readonly home: Home })[];
  /** Parameters, wMin and wMax. */
  readonly known: Names;
  readonly params: ReadonlyMap<string, Value>;
}

/**
 * Compiles a learning rule: checks its equations, steps its traces over `dt`.
 *
 * @throws EquationError for whatever is wrong with the equations or the parameters
 */
export function compileRule(rule: RuleEquations, { dt, wMin, wMax }: RuleOptions): RuleProgram {
  checkStep(dt);
  const declared = declare(rule, wMin, wMax);
  const constants = new Constants();
  const decay = {
    pre: compileDecay(declared, 'pre', dt, constants),
    post: compileDecay(declared, 'post', dt, constants),
    synapse: compileDecay(declared, 'synapse', dt, constants),
  };
  return {
    pre: variables(declared, 'pre', decay.pre),
    post: variables(declared, 'post', decay.post),
    synapse: variables(declared, 'synapse', decay.synapse),
    signals: declared.lines.flatMap(({ home, name }) => (home === 'signal' ? [name] : [])),
    decay,
    atSpike: { pre: compileAtSpike(declared, 'pre', constants), post: compileAtSpike(declared, 'post', constants) },
    onPre: compileEvent(declared, 'onPre', rule.onPre, 'pre', constants),
    onPost: compileEvent(declared, 'onPost', rule.onPost, 'post', constants),
    onStep: compileEvent(declared, 'onStep', rule.onStep, undefined, constants),
  };
}

function declare(rule: RuleEquations, wMin: number, wMax: number): Declared {
  for (const [name, value] of Object.entries(rule.params)) {
    if (typeof value !== 'number') throw new EquationError('N3ML_BAD_PARAMETER', `The parameter ${name} of a learning rule has to be one number.`);
  }
  if (!(wMin <= wMax)) throw new EquationError('N3ML_BAD_PARAMETER', `The bounds of the weights are [${wMin}, ${wMax}]: wMin has to be at most wMax.`);
  const params = checkParameters(rule.params, reserved);
  const state = { title: 'state', text: rule.state ?? '' };
  const lines = parseState(state, flags).map((line) => ({ ...line, home: homeOf(line, state) }));
  checkVariables(lines, params, reserved.slice(1), state);
  const bound = (name: string, value: number): [string, Formula | Refusal] => {
    const sentence = `The rule reads ${name}, and the connection has no such bound: give it bounds.`;
    return [name, Number.isFinite(value) ? number(value) : { code: 'N3ML_UNBOUNDED_WEIGHT', sentence }];
  };
  const known = new Map<string, Formula | Refusal>([...[...params].map(([name, value]): [string, Formula] => [name, number(value)]), bound('wMin', wMin), bound('wMax', wMax)]);
  return { state, lines, known, params };
}

/** Where a variable lives, after checking that its line makes sense there. */
function homeOf({ name, at, flags, derivative }: StateLine<Flag>, state: Source): Home {
  if (name === 'w') {
    const sentence = "The weight w has no line in state: it is there already, and what changes it in every step stands in onStep, such as 'w -= rate * w'.";
    throw new EquationError('N3ML_WEIGHT_EQUATION', sentence, state, at);
  }
  const given = homes.filter((home) => flags.has(home));
  const [home] = given;
  if (home === undefined || given.length > 1) {
    throw new EquationError('N3ML_EQUATION_SYNTAX', `'${name}' needs one of the flags pre, post, synapse, signal, to say where it lives.`, state, at);
  }
  if (home === 'signal' && derivative) throw new EquationError('N3ML_EQUATION_SYNTAX', `The signal '${name}' is set from outside: it can't have an equation.`, state, at);
  if (flags.has('at spike') && home !== 'pre' && home !== 'post') {
    throw new EquationError('N3ML_EQUATION_SYNTAX', `'at spike' is for pre and post variables; '${name}' lives on ${homePhrases[home]}.`, state, at);
  }
  return home;
}

/** The names that can be read for a variable that lives in `home`, for all instances of it at once. */
function namesFor({ lines, known }: Declared, title: string, home: Home): Names {
  const names = new Map(known);
  const refuse = (name: string, lives: Home): Refusal => {
    const remedy = home === 'synapse' ? 'Write it in onStep.' : 'One neuron has many synapses and partners, so which one is meant?';
    return { code: 'N3ML_WRONG_SIDE', sentence: `'${name}' lives on ${homePhrases[lives]}: ${title} of a variable of ${homePhrases[home]} can't read it. ${remedy}` };
  };
  for (const { name, home: lives } of lines) names.set(name, lives === home || lives === 'signal' ? load({ scope: lives, name }) : refuse(name, lives));
  return names.set('w', home === 'synapse' ? load(weight) : refuse('w', 'synapse'));
}

/** The names that can be read at a synapse: all. */
function namesAtSynapse({ lines, known }: Declared): Names {
  const names = new Map(known);
  for (const { name, home } of lines) names.set(name, load({ scope: home, name }));
  return names.set('w', load(weight));
}

function compileDecay(declared: Declared, home: 'pre' | 'post' | 'synapse', dt: number, constants: Constants): readonly Assign[] {
  const { state, lines } = declared;
  const names = namesFor(declared, 'the equation', home);
  const equations = lines.flatMap(({ name, at, derivative, home: lives }) =>
    derivative && lives === home ? [{ slot: { scope: home, name } as const, at, derivative: resolve(derivative, 'float', state, names) }] : [],
  );
  const steps = integrate(equations, {
    dt,
    method: undefined,
    source: state,
    slowRemedy: 'Leave out the equation, or step with a longer dt.',
    nonlinearRemedy: 'Those of a learning rule have to be: write the change in onStep.',
  });
  return steps.map(({ slot, next }) => lowerAssign(slot, next, constants));
}

/** A trace is 0 until its own neuron spikes if its decay keeps 0 at 0: nothing but spikes of its own side assigns it, and it starts at 0. */
function variables({ lines }: Declared, home: 'pre' | 'post' | 'synapse', decay: readonly Assign[]): readonly Variable[] {
  const names = lines.flatMap(({ home: lives, name }) => (lives === home ? [name] : []));
  let zero = home === 'synapse' ? [] : names;
  const staysZero = (name: string) => {
    const assign = decay.find(({ slot }) => slot.name === name);
    const next = assign && replaceLoads(assign.value, (slot) => (slot.scope === home && zero.includes(slot.name) ? 0 : undefined));
    return !next || (next.op === 'const' && next.value === 0);
  };
  while (!zero.every(staysZero)) zero = zero.filter(staysZero);
  return names.map((name) => ({ name, init: 0, kept: false, zeroUntilSpike: zero.includes(name) }));
}

function readOnly({ lines, params }: Declared): ReadonlyMap<string, string> {
  return new Map([
    ...[...params.keys()].map((name): [string, string] => [name, 'a parameter']),
    ...['wMin', 'wMax'].map((name): [string, string] => [name, 'a bound of the weights']),
    ...lines.flatMap(({ name, home }): [string, string][] => (home === 'signal' ? [[name, 'a signal']] : [])),
  ]);
}

function compileAtSpike(declared: Declared, side: Side, constants: Constants): readonly Assign[] {
  return declared.lines.flatMap(({ home, name, atSpike }) => {
    if (home !== side) return [];
    const place: Place = {
      source: declared.state,
      variables: new Map([[name, { scope: side, name }]]),
      readOnly: new Map([
        ...declared.lines.flatMap((other): [string, string][] => (other.name === name ? [] : [[other.name, `not the variable of this line, '${name}'`]])),
        ...readOnly(declared),
      ]),
      names: () => namesFor(declared, "'at spike'", side),
    };
    return atSpike.map((statement) => compileStatement(statement, place, constants));
  });
}

function compileEvent(declared: Declared, title: string, text: string | undefined, side: Side | undefined, constants: Constants): readonly Assign[] {
  if (text === undefined) return [];
  const source = { title, text };
  const variables = new Map<string, Slot>([['w', weight]]);
  for (const { name, home } of declared.lines) if (home !== 'signal') variables.set(name, { scope: home, name });
  const place: Place = {
    source,
    variables,
    readOnly: readOnly(declared),
    names: ({ scope }) => (scope === 'pre' || scope === 'post' ? namesFor(declared, title, scope) : namesAtSynapse(declared)),
  };
  return parseStatements(source).map((statement) => {
    const slot = variables.get(statement.target);
    if (slot && (slot.scope === 'pre' || slot.scope === 'post') && slot.scope !== side) {
      const own = side ? `a spike of ${homePhrases[side]} changes w, synapse variables and ${side} variables` : 'it changes w and synapse variables';
      throw new EquationError('N3ML_WRONG_SIDE', `'${slot.name}' lives on ${homePhrases[slot.scope]}: ${title} can't assign it; ${own}.`, source, statement.at);
    }
    return compileStatement(statement, place, constants);
  });
}
