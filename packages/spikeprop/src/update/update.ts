/** How a gradient changes the weights. */
export interface Update {
  /** What it remembers of each weight from one change to the next, by name, and with which value that starts. */
  readonly memory: Readonly<Record<string, number>>;
  /**
   * Changes the weights in place.
   *
   * @param memory one number for each weight under each name of `memory`, changed in place
   * @param count which change this is, from 1
   */
  step(weights: Float64Array, gradient: Float64Array, memory: Readonly<Record<string, Float64Array>>, count: number): void;
}
