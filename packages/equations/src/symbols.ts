import { declareNeuron, type NeuronEquations } from './compile-neuron.ts';
import { declareRule, type RuleEquations } from './declare-rule.ts';
import type { Expression } from './expression.ts';
import type { Scope } from './ir.ts';
import { parseExpression } from './parser.ts';
import type { StateLine } from './state.ts';
import { parseInput, parseStatements, type Statement } from './statement.ts';

/** A name in equations and where it lives: a variable's scope, or a parameter, or a bound of the weights. */
export interface NamedSymbol {
  readonly name: string;
  readonly scope: Scope | 'parameter' | 'bound';
}

/** What equations read and what they change, each name once, in the order in which they stand there. */
export interface SymbolUse {
  readonly reads: readonly NamedSymbol[];
  readonly writes: readonly NamedSymbol[];
}

/**
 * The symbols of a learning rule at its synapses: of `onPre`, `onPost` and `onStep`, and of the equations of variables that live on a synapse. How the traces
 * of neurons decay is left out.
 *
 * @throws EquationError
 */
export function ruleSymbols(rule: RuleEquations): SymbolUse {
  const { lines, params } = declareRule(rule, 0, 1);
  const homes = new Map(lines.map(({ name, home }) => [name, home]));
  const scopeOf = (name: string): NamedSymbol['scope'] =>
    homes.get(name) ?? (params.has(name) ? 'parameter' : name === 'w' ? 'synapse' : 'bound');
  const statements = (['onPre', 'onPost', 'onStep'] as const).flatMap((title) => parseStatements({ title, text: rule[title] ?? '' }));
  return used([...statements, ...flowOf(lines.filter(({ home }) => home === 'synapse'))], [], scopeOf);
}

/** The symbols of a neuron model, in its differential equations and in all that happens in a step. @throws EquationError */
export function neuronSymbols(neuron: NeuronEquations): SymbolUse {
  const { lines, params } = declareNeuron(neuron);
  const variables = new Set(lines.map(({ name }) => name));
  const scopeOf = (name: string): NamedSymbol['scope'] => (variables.has(name) ? 'neuron' : params.has(name) ? 'parameter' : 'input');
  const inputs = typeof neuron.input === 'string' ? { I: neuron.input } : neuron.input;
  const arrivals = Object.entries(inputs).flatMap(([channel, text]) => parseInput({ title: `input ${channel}`, text }));
  const reset = parseStatements({ title: 'reset', text: neuron.reset });
  return used([...flowOf(lines), ...arrivals, ...reset], [parseExpression({ title: 'threshold', text: neuron.threshold })], scopeOf);
}

/** Differential equations as if they were statements: each reads its right side and changes its variable. */
const flowOf = (lines: readonly StateLine[]): readonly Statement[] =>
  lines.flatMap(({ name, at, derivative }) => (derivative ? [{ target: name, at, value: derivative }] : []));

function used(
  statements: readonly Statement[],
  expressions: readonly Expression[],
  scopeOf: (name: string) => NamedSymbol['scope'],
): SymbolUse {
  const named = (names: readonly string[]) => [...new Set(names)].map((name) => ({ name, scope: scopeOf(name) }));
  return {
    reads: named([...statements.map(({ value }) => value), ...expressions].flatMap(namesIn)),
    writes: named(statements.map(({ target }) => target)),
  };
}

function namesIn(expression: Expression): readonly string[] {
  if (expression.kind === 'name') return [expression.name];
  return expression.kind === 'call' ? expression.args.flatMap(namesIn) : [];
}
