import { type Formula, reads } from './formula.ts';
import type { Slot } from './ir.ts';
import { type Combination, combination } from './linear.ts';
import { sameSlot } from './same-slot.ts';

/** A differential equation: the variable and its derivative. */
export interface Equation {
  readonly slot: Slot;
  readonly derivative: Formula;
  /** Offset of the variable in the source. */
  readonly at: number;
}

/** An equation among the others that are stepped with it. */
export interface SystemEquation extends Equation {
  readonly combination: Combination;
  /** The equations that this one depends on, directly or not, itself first. */
  readonly closure: readonly SystemEquation[];
  /** True where the whole closure is linear with constant coefficients. */
  readonly linear: boolean;
}

/** Finds out what depends on what, and which equations are linear. Symbols without an equation in the list count as constant. */
export function analyse(equations: readonly Equation[]): readonly SystemEquation[] {
  const among = (read: Slot) => equations.some(({ slot }) => sameSlot(slot, read));
  const own = equations.map(({ derivative }) => {
    const parts = combination(derivative);
    return { parts, linear: parts.terms.every(({ of }) => of.kind === 'load' || !reads(of, among)) };
  });
  const closures = equations.map((_, start) => {
    const reached = [start];
    for (const index of reached) {
      equations.forEach(({ slot }, other) => {
        const dependsOn = own[index]?.parts.terms.some(({ of }) => reads(of, (read) => sameSlot(read, slot)));
        if (dependsOn && !reached.includes(other)) reached.push(other);
      });
    }
    return reached;
  });
  const system: (SystemEquation & { closure: SystemEquation[] })[] = equations.map((equation, index) => ({
    ...equation,
    combination: own[index]?.parts ?? combination(equation.derivative),
    closure: [],
    linear: (closures[index] ?? []).every((member) => own[member]?.linear === true),
  }));
  system.forEach(({ closure }, index) => {
    closure.push(...(closures[index] ?? []).flatMap((member) => system[member] ?? []));
  });
  return system;
}
