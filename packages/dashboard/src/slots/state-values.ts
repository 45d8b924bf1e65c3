import type { Events } from '@n3ml/core';
import { encodeFrame } from '../wire/frame.ts';
import type { StateMessage } from '../wire/messages.ts';
import type { Slot } from './slot.ts';

/** The newest values of a state variable. */
export class StateValues implements Slot {
  readonly kind = 'plain';
  #message: StateMessage;
  version = 0;

  constructor(event: Events['state']) {
    this.#message = { type: 'state', ...event, values: new Float32Array(event.values.length) };
    this.set(event);
  }

  set({ population, variable, values, done }: Events['state']): void {
    const kept = this.#message.values.length === values.length ? this.#message.values : new Float32Array(values.length);
    kept.set(values);
    this.#message = { type: 'state', population, variable, values: kept, done };
    this.version++;
  }

  frameSince(): Uint8Array {
    return encodeFrame(this.#message);
  }
}
