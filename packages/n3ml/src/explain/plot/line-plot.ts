/** A place in a plot. */
export type Point = readonly [x: number, y: number];

/** What is plotted: numbers over numbers, without a picture of its own yet. */
export interface LinePlot {
  readonly title: string;
  /** How it was measured, under the title. */
  readonly note: string;
  /** What the axes show, with units. */
  readonly x: string;
  readonly y: string;
  /** Each is drawn from point to point. */
  readonly lines: readonly (readonly Point[])[];
  /** Points that stand alone. */
  readonly dots?: readonly Point[];
  /** Whether the vertical axis has to show 0. @default true */
  readonly fromZero?: boolean;
}
