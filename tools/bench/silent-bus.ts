import type { Channel, EventBus } from '@n3ml/core';

const channel = Object.freeze({ active: false, emit: () => undefined });

const deaf = (): never => {
  throw new Error('Nobody can listen to the silent bus.');
};

/** A bus that is none: constants in place of channels, nothing to settle. What a run costs on it is what it costs without events. */
export const silentBus: EventBus = Object.freeze({
  channel: () => channel as Channel<never>,
  on: deaf,
  all: deaf,
  attach: deaf,
  unsettled: false,
  settle: async () => undefined,
  close: async () => undefined,
});
