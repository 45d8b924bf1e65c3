import { type Code, seq } from '../../assembler/code.ts';
import { f32, forUpTo, i32 } from '../../assembler/instructions.ts';
import { element } from '../frame.ts';
import { eachArrival, type Propagation } from '../propagation.ts';

/** Adds the rows of all spiking neurons, synapse after synapse. */
export function sparse(propagation: Propagation): Code {
  const { layout, target, currents, scope } = propagation;
  const [entry, entryEnd] = [scope.local('i32', 'entry'), scope.local('i32', 'entryEnd')];
  return eachArrival(propagation, (id, { one }) => {
    const current = element(target.get, i32.load(entry.get, layout.columns));
    const add = f32.store(current, f32.add(f32.load(current, currents), one(f32.load(entry.get, layout.weights))), currents);
    const start = (offset: number): Code => i32.shl(i32.load(i32.shl(id.get, i32.const(2)), layout.rows + offset), i32.const(2));
    return seq(entryEnd.set(start(4)), forUpTo(entry, start(0), entryEnd.get, 4, add));
  });
}
