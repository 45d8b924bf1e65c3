import { N3mlError, suggest } from '@n3ml/core';
import type { ConnectionPlan, Plan, PopulationPlan } from '../plan/plan.ts';

function named<T extends { readonly name: string }>(kind: 'population' | 'connection', all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name);
  if (found) return found;
  const known = all.map((one) => one.name);
  throw new N3mlError(
    kind === 'population' ? 'N3ML_UNKNOWN_POPULATION' : 'N3ML_UNKNOWN_CONNECTION',
    `There is no ${kind} '${name}'. ${suggest(name, known)}`,
  );
}

/** @throws N3mlError N3ML_UNKNOWN_POPULATION with the known ones */
export const populationNamed = ({ populations }: Plan, name: string): PopulationPlan => named('population', populations, name);

/** @throws N3mlError N3ML_UNKNOWN_CONNECTION with the known ones */
export const connectionNamed = ({ connections }: Plan, name: string): ConnectionPlan => named('connection', connections, name);

/** @throws N3mlError N3ML_UNKNOWN_SYMBOL where the population has no such state variable */
export function checkVariable({ name, program }: PopulationPlan, variable: string): void {
  const known = program?.variables.map((entry) => entry.name) ?? [];
  if (!known.includes(variable)) {
    throw new N3mlError(
      'N3ML_UNKNOWN_SYMBOL',
      `The neurons of '${name}' have no state variable '${variable}'. ${suggest(variable, known)}`,
    );
  }
}

/** @throws N3mlError where the connection's rule has no such signal, or the value is not finite */
export function checkSignal({ name, rule }: ConnectionPlan, signal: string, value: number): void {
  const known = rule?.program.signals ?? [];
  if (!known.includes(signal)) {
    throw new N3mlError('N3ML_UNKNOWN_SYMBOL', `The rule of connection '${name}' has no signal '${signal}'. ${suggest(signal, known)}`);
  }
  if (!Number.isFinite(value)) {
    throw new N3mlError(
      'N3ML_NOT_A_NUMBER',
      `The signal '${signal}' of connection '${name}' can't be set to ${value}; it has to be finite.`,
    );
  }
}
