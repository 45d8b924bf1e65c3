/** Longest time for which a run keeps the event loop to itself, in ms. */
const TURN = 100;

/** Lets timers, sockets and signals have their turn now and then while a run keeps the thread busy. Changes nothing in the run. */
export class GiveWay {
  #last = performance.now();

  /** True where a turn is due. */
  get due(): boolean {
    return performance.now() - this.#last >= TURN;
  }

  async now(): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    this.#last = performance.now();
  }
}
