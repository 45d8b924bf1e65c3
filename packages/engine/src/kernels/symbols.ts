import type { Ir, Slot } from '@n3ml/equations';

/** Calls `visit` for every symbol that an expression reads. */
export function eachLoad(ir: Ir, visit: (slot: Slot) => void): void {
  switch (ir.op) {
    case 'const':
    case 'ref':
      return;
    case 'load':
      visit(ir.slot);
      return;
    case 'select':
      eachLoad(ir.condition, visit);
      eachLoad(ir.a, visit);
      eachLoad(ir.b, visit);
      return;
    case 'let':
      eachLoad(ir.value, visit);
      eachLoad(ir.body, visit);
      return;
    default:
      eachLoad(ir.a, visit);
      if ('b' in ir) eachLoad(ir.b, visit);
  }
}

/** A symbol as a key of a map. */
export const slotKey = (slot: Slot): string => `${slot.scope}.${slot.name}`;
