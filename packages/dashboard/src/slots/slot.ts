/** What of a slot a browser can look away from. */
export type SlotKind = 'plain' | 'weights' | 'spikes';

/** One thing that the page shows and that changes: a curve, the weights of a connection, the log. Its memory is bounded. */
export interface Slot {
  readonly kind: SlotKind;
  /** Grows with every change; 0 before the first. */
  readonly version: number;
  /** What a browser lacks that has seen `version`, 0 where it has seen nothing, as a frame. */
  frameSince(version: number): Uint8Array;
}
