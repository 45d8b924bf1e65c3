import { encodeFrame } from '../wire/frame.ts';
import type { ServerMessage } from '../wire/messages.ts';
import type { Slot, SlotKind } from './slot.ts';

/** A slot whose newest value takes the place of the one before. The frame is made when the first browser asks for it, and once for all of them. */
export class Newest<M extends ServerMessage> implements Slot {
  readonly kind: SlotKind;
  readonly #make: () => M;
  #frame: Uint8Array | undefined;
  version = 0;

  constructor(kind: SlotKind, make: () => M) {
    this.kind = kind;
    this.#make = make;
  }

  /** What `make` returns has changed. */
  changed(): void {
    this.version++;
    this.#frame = undefined;
  }

  frameSince(): Uint8Array {
    this.#frame ??= encodeFrame(this.#make());
    return this.#frame;
  }
}
