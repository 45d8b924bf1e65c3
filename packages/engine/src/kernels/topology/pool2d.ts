import type { Topology } from '@n3ml/core';
import { type Code, seq } from '../../assembler/code.ts';
import { f32, forUpTo, i32, when } from '../../assembler/instructions.ts';
import { element } from '../frame.ts';
import { eachArrival, type Propagation, type Scaling } from '../propagation.ts';
import { reach } from './reach.ts';

/** Each spike adds to the places whose windows lie over it, or with 'max' to those of them that the neuron now leads. */
export function pool2d(propagation: Propagation): Code {
  const { connection, layout, pre, target, currents, scope, frame } = propagation;
  const topology = connection.topology as Extract<Topology, { kind: 'pool2d' }>;
  const [, width, channels] = topology.output;
  const weight = f32.const(connection.weights as number);
  const [row, column, count] = [scope.local('i32', 'row'), scope.local('i32', 'column'), scope.local('i32', 'count')];
  const [place, current] = [scope.local('i32', 'place'), scope.local('i32', 'current')];
  const highest = i32.load(i32.add(frame.base.get, place.get), layout.highest);

  const add = ({ one }: Scaling): Code =>
    seq(
      current.set(i32.add(target.get, place.get)),
      f32.store(current.get, f32.add(f32.load(current.get, currents), one(weight)), currents),
    );
  // A neuron may spike twice in a step: the highest count then grows twice, by one.
  const addIfHighest = (scaling: Scaling): Code =>
    when(
      i32.gtU(count.get, highest),
      seq(i32.store(i32.add(frame.base.get, place.get), i32.add(highest, i32.const(1)), layout.highest), add(scaling)),
    );
  return eachArrival(propagation, (id, scaling) =>
    reach(scope, topology, id, (channel, rows, columns) =>
      seq(
        topology.pool === 'max' ? count.set(i32.load(element(frame.base.get, id.get), pre.counts)) : [],
        forUpTo(
          row,
          rows.from.get,
          rows.to.get,
          1,
          forUpTo(
            column,
            columns.from.get,
            columns.to.get,
            1,
            seq(
              place.set(
                i32.shl(
                  i32.add(i32.mul(i32.add(i32.mul(row.get, i32.const(width)), column.get), i32.const(channels)), channel.get),
                  i32.const(2),
                ),
              ),
              topology.pool === 'max' ? addIfHighest(scaling) : add(scaling),
            ),
          ),
        ),
      ),
    ),
  );
}
