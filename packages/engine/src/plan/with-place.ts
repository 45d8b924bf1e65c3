import { N3mlError } from '@n3ml/core';
import { EquationError } from '@n3ml/equations';

/** Runs `compile`; a mistake in an equation is reported with the place in the network where the equation stands. */
export function withPlace<T>(place: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof EquationError)) throw error;
    throw new N3mlError(error.code, `In ${place}: ${error.message}`, { cause: error, details: { place } });
  }
}
