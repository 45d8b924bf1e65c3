import type { Code } from '../../assembler/code.ts';
import { f32, i32 } from '../../assembler/instructions.ts';
import { element } from '../frame.ts';
import { eachArrival, type Propagation } from '../propagation.ts';

/** Each spike adds to the current of its partner. */
export function oneToOne(propagation: Propagation): Code {
  const { connection, layout, target, currents } = propagation;
  return eachArrival(propagation, (id, { one }) => {
    const weight =
      typeof connection.weights === 'number' ? f32.const(connection.weights) : f32.load(i32.shl(id.get, i32.const(2)), layout.weights);
    const own = element(target.get, id.get);
    return f32.store(own, f32.add(f32.load(own, currents), one(weight)), currents);
  });
}
