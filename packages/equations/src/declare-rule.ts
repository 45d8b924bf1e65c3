import { EquationError, type Source } from './equation-error.ts';
import { type Formula, load, number } from './formula.ts';
import type { Slot } from './ir.ts';
import { checkParameters, checkVariables } from './parameters.ts';
import type { Names, Refusal } from './resolve.ts';
import { parseState, type StateLine } from './state.ts';
import type { Value } from './value.ts';

/** A learning rule as equations: see the contract `LearningRule` of @n3ml/core, which has this shape. */
export interface RuleEquations {
  readonly params: Readonly<Record<string, number>>;
  readonly state?: string;
  readonly onPre?: string;
  readonly onPost?: string;
  readonly onStep?: string;
}

const homes = ['pre', 'post', 'synapse', 'signal'] as const;
/** Where a variable of a rule lives. */
export type Home = (typeof homes)[number];
const flags = [...homes, 'at spike'] as const;
type Flag = (typeof flags)[number];

export const homePhrases: Readonly<Record<Home, string>> = {
  pre: 'the presynaptic neuron',
  post: 'the postsynaptic neuron',
  synapse: 'the synapse',
  signal: 'a signal',
};
const reserved = ['w', 'wMin', 'wMax'];
export const weight: Slot = { scope: 'synapse', name: 'w' };

/** What a rule declares. */
export interface DeclaredRule {
  readonly state: Source;
  readonly lines: readonly (StateLine<Flag> & { readonly home: Home })[];
  /** Parameters, wMin and wMax. */
  readonly known: Names;
  readonly params: ReadonlyMap<string, Value>;
}

/** Checks the parameters and the lines of `state`. */
export function declareRule(rule: RuleEquations, wMin: number, wMax: number): DeclaredRule {
  for (const [name, value] of Object.entries(rule.params)) {
    if (typeof value !== 'number')
      throw new EquationError('N3ML_BAD_PARAMETER', `The parameter ${name} of a learning rule has to be one number.`);
  }
  if (!(wMin <= wMax))
    throw new EquationError('N3ML_BAD_PARAMETER', `The bounds of the weights are [${wMin}, ${wMax}]: wMin has to be at most wMax.`);
  const params = checkParameters(rule.params, reserved);
  const state = { title: 'state', text: rule.state ?? '' };
  const lines = parseState(state, flags).map((line) => ({ ...line, home: homeOf(line, state) }));
  checkVariables(lines, params, reserved.slice(1), state);
  const bound = (name: string, value: number): [string, Formula | Refusal] => {
    const sentence = `The rule reads ${name}, and the connection has no such bound: give it bounds.`;
    return [name, Number.isFinite(value) ? number(value) : { code: 'N3ML_UNBOUNDED_WEIGHT', sentence }];
  };
  const known = new Map<string, Formula | Refusal>([
    ...[...params].map(([name, value]): [string, Formula] => [name, number(value)]),
    bound('wMin', wMin),
    bound('wMax', wMax),
  ]);
  return { state, lines, known, params };
}

/** Where a variable lives, after checking that its line makes sense there. */
function homeOf({ name, at, flags, derivative }: StateLine<Flag>, state: Source): Home {
  if (name === 'w') {
    const sentence =
      "The weight w has no line in state: it is there already, and what changes it in every step stands in onStep, such as 'w -= rate * w'.";
    throw new EquationError('N3ML_WEIGHT_EQUATION', sentence, state, at);
  }
  const given = homes.filter((home) => flags.has(home));
  const [home] = given;
  if (home === undefined || given.length > 1) {
    throw new EquationError(
      'N3ML_EQUATION_SYNTAX',
      `'${name}' needs one of the flags pre, post, synapse, signal, to say where it lives.`,
      state,
      at,
    );
  }
  if (home === 'signal' && derivative)
    throw new EquationError('N3ML_EQUATION_SYNTAX', `The signal '${name}' is set from outside: it can't have an equation.`, state, at);
  if (flags.has('at spike') && home !== 'pre' && home !== 'post') {
    throw new EquationError(
      'N3ML_EQUATION_SYNTAX',
      `'at spike' is for pre and post variables; '${name}' lives on ${homePhrases[home]}.`,
      state,
      at,
    );
  }
  return home;
}

/** The names that can be read for a variable that lives in `home`, for all instances of it at once. */
export function namesFor({ lines, known }: DeclaredRule, title: string, home: Home): Names {
  const names = new Map(known);
  const refuse = (name: string, lives: Home): Refusal => {
    const remedy = home === 'synapse' ? 'Write it in onStep.' : 'One neuron has many synapses and partners, so which one is meant?';
    return {
      code: 'N3ML_WRONG_SIDE',
      sentence: `'${name}' lives on ${homePhrases[lives]}: ${title} of a variable of ${homePhrases[home]} can't read it. ${remedy}`,
    };
  };
  for (const { name, home: lives } of lines)
    names.set(name, lives === home || lives === 'signal' ? load({ scope: lives, name }) : refuse(name, lives));
  return names.set('w', home === 'synapse' ? load(weight) : refuse('w', 'synapse'));
}

/** The names that can be read at a synapse: all. */
export function namesAtSynapse({ lines, known }: DeclaredRule): Names {
  const names = new Map(known);
  for (const { name, home } of lines) names.set(name, load({ scope: home, name }));
  return names.set('w', load(weight));
}

/** The names that no statement may assign, with what they are. */
export function readOnly({ lines, params }: DeclaredRule): ReadonlyMap<string, string> {
  return new Map([
    ...[...params.keys()].map((name): [string, string] => [name, 'a parameter']),
    ...['wMin', 'wMax'].map((name): [string, string] => [name, 'a bound of the weights']),
    ...lines.flatMap(({ name, home }): [string, string][] => (home === 'signal' ? [[name, 'a signal']] : [])),
  ]);
}
