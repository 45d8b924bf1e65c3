/** A shape as [height, width, channels]; units without places are one place of as many channels. */
export const sheetOf = (shape: readonly number[]): [number, number, number] =>
  shape.length === 3 ? [shape[0]!, shape[1]!, shape[2]!] : [1, 1, shape[0]!];
