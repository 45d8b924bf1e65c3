import { padded } from '../../arena/layout.ts';
import { type Code, seq } from '../../assembler/code.ts';
import { doWhile, f32, f32x4, i32, v128, when } from '../../assembler/instructions.ts';
import { element, spikesOf } from '../frame.ts';
import { eachArrival, type Propagation } from '../propagation.ts';

/** The current of every neuron grows by the sum over all spikes, less its own partner's. */
export function allButSelf(propagation: Propagation): Code {
  const { connection, pre, target, currents, scope, frame } = propagation;
  const weight = f32.const(connection.weights as number);
  const total = scope.local('v128', 'total');
  const p = scope.local('i32', 'p');
  const end = scope.local('i32', 'end');
  const { from, to } = spikesOf(pre, frame, connection.step);

  const sum = scope.local('f32', 'sum');
  const addUp =
    pre.carries === 'spikes'
      ? sum.set(f32.fromI32(i32.shrU(i32.sub(to, from), i32.const(2))))
      : seq(
          sum.set(f32.const(0)),
          eachArrival(propagation, (_id, { one }) => sum.set(f32.add(sum.get, one(f32.const(1))))),
        );
  const addTotal = seq(
    addUp,
    total.set(f32x4.splat(f32.mul(weight, sum.get))),
    p.set(target.get),
    end.set(i32.add(target.get, i32.const(padded(connection.post.size) * 4))),
    doWhile(
      seq(v128.store(p.get, f32x4.add(v128.load(p.get, currents), total.get), currents), p.set(i32.add(p.get, i32.const(16)))),
      i32.ltU(p.get, end.get),
    ),
  );
  const takeOwn = eachArrival(propagation, (id, { one }) => {
    const own = element(target.get, id.get);
    return f32.store(own, f32.sub(f32.load(own, currents), one(weight)), currents);
  });
  return seq(when(i32.ne(from, to), addTotal), takeOwn);
}
