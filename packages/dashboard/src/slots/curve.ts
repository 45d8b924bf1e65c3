import { encodeFrame } from '../wire/frame.ts';
import type { CurveMessage } from '../wire/messages.ts';
import type { Slot } from './slot.ts';

/** Points that are kept at most; when there are as many, each two become one. */
const LIMIT = 2048;

/** A curve in bounded memory: of a long run each point is the mean of some neighbours. */
export class Curve implements Slot {
  readonly kind = 'plain';
  readonly name: string;
  readonly #x = new Float64Array(LIMIT);
  readonly #y = new Float64Array(LIMIT);
  #points = 0;
  /** How many values make a point, and those of the point that isn't complete. */
  #stride = 1;
  #sum = 0;
  #values = 0;
  version = 0;
  /** The version since which points were only added. */
  #rewritten = 0;

  constructor(name: string) {
    this.name = name;
  }

  add(x: number, y: number): void {
    this.#sum += y;
    if (++this.#values < this.#stride) return;
    this.#x[this.#points] = x;
    this.#y[this.#points] = this.#sum / this.#values;
    this.#sum = this.#values = 0;
    this.#points++;
    this.version++;
    if (this.#points === LIMIT) this.#halve();
  }

  frameSince(version: number): Uint8Array {
    const reset = version < this.#rewritten || version === 0;
    const from = reset ? 0 : this.#points - (this.version - version);
    return encodeFrame({
      type: 'curve',
      name: this.name,
      reset,
      x: this.#x.subarray(from, this.#points),
      y: this.#y.subarray(from, this.#points),
    } satisfies CurveMessage);
  }

  #halve(): void {
    for (let k = 0; k < LIMIT / 2; k++) {
      this.#x[k] = this.#x[2 * k + 1]!;
      this.#y[k] = (this.#y[2 * k]! + this.#y[2 * k + 1]!) / 2;
    }
    this.#points = LIMIT / 2;
    this.#stride *= 2;
    this.#rewritten = ++this.version;
  }
}
