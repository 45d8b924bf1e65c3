import type { EventBus, Registry } from '@n3ml/core';
import type { ConvertOptions } from './convert/options.ts';
import type { Preprocess } from './preprocess.ts';

/** How a network is balanced on samples. The options of `convert` decide how the network spikes where a balancer lets it; give the same to `convert`. */
export interface BalanceOptions extends ConvertOptions {
  /** Where the encoder of the input comes from. */
  readonly registry: Registry;
  readonly bus: EventBus;
  /** Stops at the next batch, or step: `balance` throws its reason. */
  readonly signal?: AbortSignal;
  /** What was done to samples when the network was trained. @default bytes 0..255 to 0..1 */
  readonly preprocess?: Preprocess;
  /** How many samples, from the first. @default all */
  readonly samples?: number;
  /** Samples that are computed at once. It changes no more than the last digits. @default 50 */
  readonly batch?: number;
  /** Of the input spikes. @default 0 */
  readonly seed?: number;
}
