import { bindOnce, call, type Formula, load, number, substitute } from './formula.ts';
import { affineIn } from './linear.ts';
import { sameSlot } from './same-slot.ts';
import type { Equation, SystemEquation } from './system.ts';

const add = (a: Formula, b: Formula): Formula => call('add', a, b);
const times = (factor: number, a: Formula): Formula => call('mul', number(factor), a);

/** Binds several formulas. */
function bindAll(values: readonly Formula[], body: (bound: readonly Formula[]) => Formula, bound: readonly Formula[] = []): Formula {
  const value = values[bound.length];
  return value ? bindOnce(value, (once) => bindAll(values, body, [...bound, once])) : body(bound);
}

/** The derivatives of all equations, from a state of theirs. */
const derivatives = (equations: readonly Equation[], state: readonly Formula[]): readonly Formula[] =>
  equations.map(({ derivative }) => substitute(derivative, (slot) => state[equations.findIndex((other) => sameSlot(other.slot, slot))]));

/** Euler's method: v + dt f(v). */
export const euler = ({ slot, derivative }: SystemEquation, dt: number): Formula => add(load(slot), times(dt, derivative));

/** The midpoint method: v + dt f(v + dt/2 f(v)), second order. */
export function rk2({ closure, slot }: SystemEquation, dt: number): Formula {
  const start = closure.map((equation) => load(equation.slot));
  return bindAll(derivatives(closure, start), (k1) =>
    bindAll(
      start.map((x, j) => add(x, times(dt / 2, k1[j] ?? x))),
      (middle) => add(load(slot), times(dt, derivatives(closure, middle)[0] ?? load(slot))),
    ),
  );
}

/** The classical Runge-Kutta method, fourth order. */
export function rk4({ closure, slot }: SystemEquation, dt: number): Formula {
  const start = closure.map((equation) => load(equation.slot));
  const stage = (k: readonly Formula[], step: number, body: (k: readonly Formula[]) => Formula): Formula =>
    bindAll(
      start.map((x, j) => add(x, times(step, k[j] ?? x))),
      (state) => bindAll(derivatives(closure, state), body),
    );
  const own = (k: readonly Formula[]): Formula => k[0] ?? load(slot);
  return bindAll(derivatives(closure, start), (k1) =>
    stage(k1, dt / 2, (k2) =>
      stage(k2, dt / 2, (k3) =>
        stage(k3, dt, (k4) => add(load(slot), times(dt / 6, add(add(own(k1), times(2, add(own(k2), own(k3)))), own(k4))))),
      ),
    ),
  );
}

/**
 * Exponential Euler: with the other variables held, dv/dt = a v + b is stepped exactly, v + (a v + b) (e^(a dt) - 1) / a. Undefined where the
 * equation isn't linear in its own variable.
 */
export function exponentialEuler({ slot, derivative }: SystemEquation, dt: number): Formula | undefined {
  const parts = affineIn(derivative, (other) => sameSlot(other, slot));
  if (!parts) return undefined;
  return bindOnce(parts.slope, (slope) => {
    const change = add(call('mul', slope, load(slot)), parts.offset);
    return add(load(slot), call('mul', change, times(dt, call('phi', times(dt, slope)))));
  });
}
