import type { EventBus, Events, EventType, RunEvent } from '@n3ml/core';

export const event = <K extends EventType>(type: K, payload: Events[K]): RunEvent => ({ type, ...payload }) as unknown as RunEvent;

export const sampleEnd = (done: number): RunEvent =>
  event('sample:end', { epoch: 0, sample: done - 1, done, total: 100, spikes: 3, label: 1, predicted: -1 });

/** The events of a small run: `samples` samples of 3 steps, a metric and weights after every second one. */
export function smallRun(samples: number): readonly RunEvent[] {
  const start = event('run:start', {
    verb: 'train',
    model: 'toy',
    options: { rate: 0.5, deep: [1, null] },
    data: 'digits',
    synthetic: true,
    samples,
  });
  const ofSample = (k: number): RunEvent[] => [
    ...[0, 1, 2].map((step) => event('spikes', { step, population: 'excitatory', ids: Uint32Array.of(k, k + step, 1000) })),
    sampleEnd(k + 1),
    ...(k % 2 === 1
      ? [
          event('metric', { name: 'accuracy', value: k === 1 ? Number.NaN : 0.5 + k, done: k + 1 }),
          event('weights', {
            connection: 'learned',
            rows: 2,
            columns: 2,
            shape: [2, 1],
            values: Float32Array.of(0.1, -0, k, Infinity),
            done: k + 1,
          }),
        ]
      : []),
  ];
  return [
    start,
    ...Array.from({ length: samples }, (_, k) => ofSample(k)).flat(),
    event('run:end', { finished: true, results: {}, seconds: 1 }),
  ];
}

/** Emits events as a producer does. */
export async function emitAll(bus: EventBus, script: Iterable<RunEvent>): Promise<void> {
  for (const { type, ...payload } of script) {
    bus.channel(type).emit(payload as never);
    if (bus.unsettled) await bus.settle();
  }
}
