/** What it costs that an output fires at another time than it should. The error of a sample is the sum over its outputs. */
export interface TimeLoss {
  /** Both times in ms. */
  value(time: number, target: number): number;
  /** How the value changes with `time`, in 1/ms. */
  slope(time: number, target: number): number;
}
