import type { Slot } from '@n3ml/equations';
import type { PopulationLayout } from '../arena/layout.ts';
import type { Code } from '../assembler/code.ts';
import { type Local, v128 } from '../assembler/instructions.ts';
import { slotKey } from './symbols.ts';

/** Reads symbols of four neurons at `p`, each from memory unless it is in `cached`. */
export function vectorReader(layout: PopulationLayout, p: Local, cached: ReadonlyMap<string, Local>): (slot: Slot) => Code {
  return (slot) => {
    const local = cached.get(slotKey(slot));
    if (local) return local.get;
    const place = slot.scope === 'constant' ? layout.constants : slot.scope === 'input' ? layout.channels : layout.variables;
    return v128.load(p.get, place[slot.name]!);
  };
}
