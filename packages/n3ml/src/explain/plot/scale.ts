import { niceTicks } from '@n3ml/observers';

/** A range of numbers and its marks. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** The scale of an axis on which all values have a place; with `rounded`, it begins and ends at a mark. */
export function scaleOf(values: readonly number[], ticks: number, rounded: boolean): Scale {
  let low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  let high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (!(low < high)) {
    const width = Math.abs(low) || 1;
    [low, high] = [low - width, high + width];
  }
  if (!rounded) return { low, high, ticks: niceTicks(low, high, ticks) };
  const [first = low, second = high] = niceTicks(low, high, ticks);
  const step = second - first;
  const rounding = 1e-6 * step;
  low = step * Math.floor((low + rounding) / step);
  high = step * Math.ceil((high - rounding) / step);
  return { low, high, ticks: niceTicks(low, high, (high - low) / step) };
}

/** Where on the scale a value lies: 0 at its low end, 1 at its high end. */
export const shareOf = (value: number, { low, high }: Scale): number => (value - low) / (high - low);

/** A mark's number in few characters: `0.002`, `4e-5`. */
export function tickLabel(value: number): string {
  const exact = Number(value.toPrecision(6));
  const size = Math.abs(exact);
  return exact === 0 || (size >= 1e-3 && size < 1e5) ? String(exact) : exact.toExponential();
}
