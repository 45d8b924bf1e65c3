/** Spikes of one population as two columns that grow, up to a limit. */
export class SpikeColumns {
  readonly #limit: number;
  #steps = new Uint32Array(1024);
  #ids = new Uint32Array(1024);
  length = 0;
  /** Whether there were more. */
  cut = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get steps(): Uint32Array {
    return this.#steps.subarray(0, this.length);
  }

  get ids(): Uint32Array {
    return this.#ids.subarray(0, this.length);
  }

  /** The newest step. */
  get lastStep(): number {
    return this.#steps[this.length - 1] ?? 0;
  }

  add(step: number, ids: Uint32Array): void {
    const room = this.#limit - this.length;
    const taken = ids.length > room ? ids.subarray(0, room) : ids;
    if (taken !== ids) this.cut = true;
    const end = this.length + taken.length;
    if (end > this.#ids.length) this.#grow(end);
    this.#ids.set(taken, this.length);
    this.#steps.fill(step, this.length, end);
    this.length = end;
  }

  clear(): void {
    this.length = 0;
    this.cut = false;
  }

  #grow(needed: number): void {
    const size = Math.min(this.#limit, Math.max(needed, 2 * this.#ids.length));
    const [steps, ids] = [new Uint32Array(size), new Uint32Array(size)];
    steps.set(this.steps);
    ids.set(this.ids);
    this.#steps = steps;
    this.#ids = ids;
  }
}
