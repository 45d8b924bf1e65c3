/** Something that is drawn when it has changed. */
export interface Drawing {
  /** Draws; true where it wants the next frame too, because something moves. */
  draw(time: number): boolean;
}

/** Draws what has changed, at most once a frame; without changes it does nothing at all. */
export class Painter {
  readonly #dirty = new Set<Drawing>();
  readonly #afterwards: (() => void)[] = [];
  #requested = false;

  /** Draws it in the next frame. */
  request(drawing: Drawing): void {
    this.#dirty.add(drawing);
    this.#schedule();
  }

  /** Calls `task` behind the drawings of the next frame. */
  afterwards(task: () => void): void {
    this.#afterwards.push(task);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#requested) return;
    this.#requested = true;
    requestAnimationFrame((time) => this.#paint(time));
  }

  #paint(time: number): void {
    this.#requested = false;
    const drawings = [...this.#dirty];
    this.#dirty.clear();
    for (const drawing of drawings) if (drawing.draw(time)) this.request(drawing);
    for (const task of this.#afterwards.splice(0)) task();
  }
}
