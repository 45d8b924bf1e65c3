import type { Delivery } from './delivery.ts';
import { N3mlError } from './errors.ts';
import { type EventQueue, FifoQueue, LatestQueue } from './event-queue.ts';

/** A {@link Delivery}, checked and made workable. */
export interface DeliveryPolicy {
  /** Whether an event is handed over inside `emit` where nothing is in its way. */
  readonly immediate: boolean;
  /** From this many queued events on, the run waits. */
  readonly waitAt: number;
  /** The longest that it waits for one handler, in ms. */
  readonly patience: number;
  readonly createQueue: () => EventQueue;
}

/** Much longer than a write to a slow disk, and shorter than the night in which nobody looks. */
const PATIENCE = 30_000;

const isLength = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) > 0;

/**
 * @param owner whose delivery it is, for messages: `observer 'progress'`
 * @param patience see {@link Observer}
 * @throws N3mlError N3ML_BAD_DELIVERY
 */
export function deliveryPolicy(delivery: Delivery, owner: string, patience = PATIENCE): DeliveryPolicy {
  if (!(patience > 0)) {
    throw new N3mlError('N3ML_BAD_DELIVERY', `The patience of ${owner} is ${patience}; give ms above 0, or Infinity.`);
  }
  const policy = (waitAt: number, createQueue: () => EventQueue): DeliveryPolicy => ({
    immediate: delivery === 'sync',
    waitAt,
    patience,
    createQueue,
  });
  if (delivery === 'sync') return policy(1, () => new FifoQueue());
  if (delivery === 'latest') return policy(Infinity, () => new LatestQueue());
  if (typeof delivery === 'object' && delivery !== null) {
    const { dropOldest, pause } = delivery as { readonly dropOldest?: unknown; readonly pause?: unknown };
    if (isLength(pause) && dropOldest === undefined) return policy(pause, () => new FifoQueue());
    if (isLength(dropOldest) && pause === undefined) return policy(Infinity, () => new FifoQueue(dropOldest));
  }
  throw new N3mlError(
    'N3ML_BAD_DELIVERY',
    `The delivery of ${owner} is ${JSON.stringify(delivery)}; give 'sync', 'latest', { dropOldest: n } or { pause: n }, where n is a positive whole number.`,
    { details: { owner, delivery } },
  );
}
