import { compileStatement, type Place } from './assign.ts';
import {
  type DeclaredRule,
  declareRule,
  homePhrases,
  namesAtSynapse,
  namesFor,
  type RuleEquations,
  readOnly,
  weight,
} from './declare-rule.ts';
import { EquationError } from './equation-error.ts';
import { integrate } from './integrate.ts';
import type { Assign, Slot } from './ir.ts';
import { Constants, lowerAssign } from './lower.ts';
import { checkStep } from './parameters.ts';
import type { RuleProgram, Variable } from './program.ts';
import { resolve } from './resolve.ts';
import { replaceLoads } from './simplify.ts';
import { parseStatements } from './statement.ts';

/** What a rule is compiled for. */
export interface RuleOptions {
  /** Length of a step in ms. */
  readonly dt: number;
  /** Bounds of the weights; infinite where there are none. */
  readonly wMin: number;
  readonly wMax: number;
}

/**
 * Compiles a learning rule: checks its equations, steps its traces over `dt`.
 *
 * @throws EquationError for whatever is wrong with the equations or the parameters
 */
export function compileRule(rule: RuleEquations, { dt, wMin, wMax }: RuleOptions): RuleProgram {
  checkStep(dt);
  const declared = declareRule(rule, wMin, wMax);
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

function compileDecay(declared: DeclaredRule, home: 'pre' | 'post' | 'synapse', dt: number, constants: Constants): readonly Assign[] {
  const { state, lines } = declared;
  const names = namesFor(declared, 'the equation', home);
  const equations = lines.flatMap(({ name, at, derivative, home: lives }) =>
    derivative && lives === home
      ? [{ slot: { scope: home, name } as const, at, derivative: resolve(derivative, 'float', state, names) }]
      : [],
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
function variables({ lines }: DeclaredRule, home: 'pre' | 'post' | 'synapse', decay: readonly Assign[]): readonly Variable[] {
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

function compileAtSpike(declared: DeclaredRule, side: 'pre' | 'post', constants: Constants): readonly Assign[] {
  return declared.lines.flatMap(({ home, name, atSpike }) => {
    if (home !== side) return [];
    const place: Place = {
      source: declared.state,
      variables: new Map([[name, { scope: side, name }]]),
      readOnly: new Map([
        ...declared.lines.flatMap((other): [string, string][] => (other.name === name ? [] : [[other.name, "another line's variable"]])),
        ...readOnly(declared),
      ]),
      names: () => namesFor(declared, "'at spike'", side),
    };
    return atSpike.map((statement) => compileStatement(statement, place, constants));
  });
}

function compileEvent(
  declared: DeclaredRule,
  title: string,
  text: string | undefined,
  side: 'pre' | 'post' | undefined,
  constants: Constants,
): readonly Assign[] {
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
      const own = side
        ? `a spike of ${homePhrases[side]} changes w, synapse variables and ${side} variables`
        : 'it changes w and synapse variables';
      throw new EquationError(
        'N3ML_WRONG_SIDE',
        `'${slot.name}' lives on ${homePhrases[slot.scope]}: ${title} can't assign it; ${own}.`,
        source,
        statement.at,
      );
    }
    return compileStatement(statement, place, constants);
  });
}
