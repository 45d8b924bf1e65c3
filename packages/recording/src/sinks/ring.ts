/** The newest things, at most `capacity` of them. Adding is O(1). */
export class Ring<T> {
  readonly #capacity: number;
  #items: T[] = [];
  /** Where the oldest is, once it is full. */
  #oldest = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  push(item: T): void {
    if (this.#items.length < this.#capacity) this.#items.push(item);
    else if (this.#capacity > 0) {
      this.#items[this.#oldest] = item;
      this.#oldest = (this.#oldest + 1) % this.#capacity;
    }
  }

  /** All of them, oldest first. */
  list(): T[] {
    return [...this.#items.slice(this.#oldest), ...this.#items.slice(0, this.#oldest)];
  }

  /** The same, and it is empty afterwards. */
  take(): T[] {
    const items = this.list();
    this.#items = [];
    this.#oldest = 0;
    return items;
  }
}
