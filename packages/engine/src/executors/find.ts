import { N3mlError, suggest } from '@n3ml/core';
import type { ConnectionPlan, Plan, PopulationPlan } from '../plan.ts';

/** @throws N3mlError N3ML_UNKNOWN_POPULATION with the known ones */
export function populationNamed({ populations }: Plan, name: string): PopulationPlan {
  const found = populations.find((population) => population.name === name);
  if (found) return found;
  throw new N3mlError(
    'N3ML_UNKNOWN_POPULATION',
    `There is no population '${name}'. ${suggest(
      name,
      populations.map((population) => population.name),
    )}`,
  );
}

/** @throws N3mlError N3ML_UNKNOWN_CONNECTION with the known ones */
export function connectionNamed({ connections }: Plan, name: string): ConnectionPlan {
  const found = connections.find((connection) => connection.name === name);
  if (found) return found;
  throw new N3mlError(
    'N3ML_UNKNOWN_CONNECTION',
    `There is no connection '${name}'. ${suggest(
      name,
      connections.map((connection) => connection.name),
    )}`,
  );
}

/** @throws N3mlError N3ML_UNKNOWN_SYMBOL where the population has no such state variable */
export function variableOf({ name, program }: PopulationPlan, variable: string): void {
  const known = program?.variables.map((entry) => entry.name) ?? [];
  if (!known.includes(variable)) {
    throw new N3mlError(
      'N3ML_UNKNOWN_SYMBOL',
      `The neurons of '${name}' have no state variable '${variable}'. ${suggest(variable, known)}`,
    );
  }
}

/** @throws N3mlError where the connection's rule has no such signal, or the value is not finite */
export function signalOf({ name, rule }: ConnectionPlan, signal: string, value: number): void {
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
