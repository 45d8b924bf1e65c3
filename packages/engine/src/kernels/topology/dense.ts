import { type Code, seq } from '../../assembler/code.ts';
import { doWhile, f32x4, i32, v128, when, whileLoop } from '../../assembler/instructions.ts';
import { spikesOf } from '../frame.ts';
import { type Propagation, scalingOf } from '../propagation.ts';

/** Rows that are added in one pass over the postsynaptic currents, so that the currents are read and written once for all of them. */
const ROWS_PER_PASS = [8, 4, 2, 1];
/** Vectors per turn of the loop over a row. */
const UNROLL = 4;

/** Adds the rows of all spiking neurons to the currents, row after row for each current, several rows in one pass. */
export function dense(propagation: Propagation): Code {
  const { connection, layout, pre, target, currents, scope, frame } = propagation;
  const cursor = scope.local('i32', 'spike');
  const end = scope.local('i32', 'spikeEnd');
  const column = scope.local('i32', 'column');
  const rows = Array.from({ length: ROWS_PER_PASS[0]! }, (_, k) => ({
    pointer: scope.local('i32', `row${k}`),
    scaling: scalingOf(propagation),
  }));
  const { from, to } = spikesOf(pre, frame, connection.step);

  const addVectors = (rowCount: number, vectors: number): Code =>
    seq(
      ...Array.from({ length: vectors }, (_, vector) => {
        const sum = rows
          .slice(0, rowCount)
          .reduce(
            (total, { pointer, scaling }) => f32x4.add(total, scaling.four(v128.load(i32.add(pointer.get, column.get), vector * 16))),
            v128.load(i32.add(target.get, column.get), currents + vector * 16),
          );
        return v128.store(i32.add(target.get, column.get), sum, currents + vector * 16);
      }),
    );
  const whole = Math.floor(layout.rowBytes / (16 * UNROLL)) * 16 * UNROLL;
  const pass = (rowCount: number): Code =>
    seq(
      ...rows.slice(0, rowCount).map(({ pointer, scaling }, k) => {
        const row = i32.mul(i32.load(cursor.get, pre.log + 4 * k), i32.const(layout.rowBytes));
        return seq(pointer.set(i32.add(i32.const(layout.weights), row)), scaling.take(cursor, k));
      }),
      column.set(i32.const(0)),
      whole
        ? doWhile(
            seq(addVectors(rowCount, UNROLL), column.set(i32.add(column.get, i32.const(16 * UNROLL)))),
            i32.ltU(column.get, i32.const(whole)),
          )
        : [],
      addVectors(rowCount, (layout.rowBytes - whole) / 16),
      cursor.set(i32.add(cursor.get, i32.const(4 * rowCount))),
    );
  const passes = ROWS_PER_PASS.map((rowCount, k) => {
    const enough = i32.leU(i32.add(cursor.get, i32.const(4 * rowCount)), end.get);
    return k === 0 ? whileLoop(enough, pass(rowCount)) : when(enough, pass(rowCount));
  });
  return seq(cursor.set(from), end.set(to), ...passes);
}
