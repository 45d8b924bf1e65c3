import type { Slot } from './ir.ts';

/** True where two slots are the same symbol. */
export const sameSlot = (a: Slot, b: Slot): boolean => a.scope === b.scope && a.name === b.name;
