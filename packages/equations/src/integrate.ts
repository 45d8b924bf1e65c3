import { EquationError, type Source } from './equation-error.ts';
import { exactStep, ownRate } from './exact-step.ts';
import type { Formula } from './formula.ts';
import type { Slot } from './ir.ts';
import { euler, exponentialEuler, rk2, rk4 } from './numeric-step.ts';
import { sameSlot } from './same-slot.ts';
import { analyse, type Equation, type SystemEquation } from './system.ts';
import { some } from './value.ts';

/** How equations that aren't linear are stepped; linear ones are always stepped exactly. */
export type IntegrationMethod = 'exact' | 'euler' | 'exponential-euler' | 'rk2' | 'rk4';

const methods = ['euler', 'exponential-euler', 'rk2', 'rk4'];

export interface IntegrateOptions {
  readonly dt: number;
  readonly method: IntegrationMethod | undefined;
  readonly source: Source;
  /** What to do about a time constant that is too slow; undefined where any is allowed. */
  readonly slowRemedy: string | undefined;
  /** What to do about an equation that isn't linear, where no method can be named. */
  readonly nonlinearRemedy?: string;
}

/** The variable after a step, and a formula of the state before it. */
export interface Step {
  readonly slot: Slot;
  readonly next: Formula;
}

/** Steps a system of differential equations. Variables that don't change (dv/dt = 0) are left out. */
export function integrate(equations: readonly Equation[], options: IntegrateOptions): readonly Step[] {
  return analyse(equations)
    .map((equation) => ({ slot: equation.slot, next: equation.linear ? exact(equation, options) : numeric(equation, options) }))
    .filter(({ slot, next }) => !(next.kind === 'load' && sameSlot(next.slot, slot)));
}

function exact(equation: SystemEquation, { dt, source, slowRemedy }: IntegrateOptions): Formula {
  // In float32, e^(-dt / tau) has steps of 2^-24 near 1: its distance from 1, which is what matters, must be many of them.
  if (slowRemedy !== undefined && some(ownRate(equation), (rate) => rate !== 0 && Math.abs(rate * dt) < 2 ** -18)) {
    const sentence = `The time constant of '${equation.slot.name}' is more than 262144 steps of ${dt} ms: too slow for float32. ${slowRemedy}`;
    throw new EquationError('N3ML_TIME_CONSTANT_TOO_SLOW', sentence, source, equation.at);
  }
  const next = exactStep(equation, dt);
  if (next) return next;
  throw new EquationError(
    'N3ML_BAD_PARAMETER',
    `'${equation.slot.name}' grows out of the range of float32 within ${dt} ms.`,
    source,
    equation.at,
  );
}

function numeric(equation: SystemEquation, { dt, method, source, nonlinearRemedy }: IntegrateOptions): Formula {
  const { name } = equation.slot;
  const notLinear = (remedy: string) =>
    new EquationError(
      'N3ML_NOT_LINEAR',
      `The equation of '${name}' is not linear with constant coefficients. ${remedy}`,
      source,
      equation.at,
    );
  if (nonlinearRemedy !== undefined) throw notLinear(nonlinearRemedy);
  switch (method) {
    case 'euler':
      return euler(equation, dt);
    case 'rk2':
      return rk2(equation, dt);
    case 'rk4':
      return rk4(equation, dt);
    case 'exponential-euler': {
      const next = exponentialEuler(equation, dt);
      if (next) return next;
      throw new EquationError(
        'N3ML_NOT_LINEAR',
        `The equation of '${name}' is not linear in '${name}', so exponential-euler can't step it. Use euler, rk2 or rk4.`,
        source,
        equation.at,
      );
    }
    case 'exact':
      throw notLinear(`So method 'exact' can't step it: name one of ${methods.join(', ')}.`);
    case undefined: {
      const sentence = `The equation of '${name}' is not linear with constant coefficients: name a method, one of ${methods.join(', ')}.`;
      throw new EquationError('N3ML_METHOD_REQUIRED', sentence, source, equation.at);
    }
    default:
      throw new EquationError(
        'N3ML_METHOD_REQUIRED',
        `No method '${String(method)}'. Known: ${methods.join(', ')}, exact.`,
        source,
        equation.at,
      );
  }
}
