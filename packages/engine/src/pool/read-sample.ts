import type { SpikeTrain } from '@n3ml/core';
import type { PlannedReading, ReadingPlan } from './reading-plan.ts';

/** The steps from .. to - 1 of what drives a population, as a view. */
export const stretchOf = <D extends SpikeTrain | Float32Array | undefined>(drive: D, from: number, to: number): D =>
  drive === undefined || drive instanceof Float32Array
    ? drive
    : { ...drive, steps: to - from, offsets: drive.offsets.subarray(from, to + 1) };

/**
 * Runs a sample stretch by stretch and writes what is read between them to `row`.
 *
 * @param run runs the steps from .. to - 1; gives what has stopped it, if anything did
 * @param read the spike counts, or the variable, that the reading asks for: [size]
 * @returns what has stopped it
 */
export function readSample<Fault>(
  { readings, ends }: ReadingPlan,
  run: (from: number, to: number) => Fault | undefined,
  read: (reading: PlannedReading) => ArrayLike<number>,
  row: Float64Array,
): Fault | undefined {
  const places = readings.map(({ start }) => start);
  const due = readings.map(() => 0);
  let from = 0;
  for (const to of ends) {
    const fault = run(from, to);
    if (fault !== undefined) return fault;
    for (const [k, reading] of readings.entries()) {
      if (reading.at[due[k]!] !== to) continue;
      const values = read(reading);
      if (reading.total) row[places[k]!] = total(values);
      else row.set(values, places[k]!);
      places[k]! += reading.width;
      due[k]!++;
    }
    from = to;
  }
  return undefined;
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k]!;
  return sum;
}
