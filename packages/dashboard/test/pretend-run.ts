import type { EventBus } from '@n3ml/core';

export interface PretendRunOptions {
  readonly samples: number;
  /** Neurons of the population that spikes and of the weights. */
  readonly neurons?: number;
  readonly signal?: AbortSignal;
  /** Samples from one picture of the weights to the next. */
  readonly weightsEvery?: number;
  /** Who spikes in a step of which ten make a sample. @default one neuron after the other */
  readonly idsOf?: (step: number) => Uint32Array;
  /** What else happens after a sample. */
  readonly afterSample?: (done: number) => void | Promise<void>;
}

/** Emits what a training run emits, and waits where it would wait. Returns how many samples it did. */
export async function pretendRun(
  bus: EventBus,
  { samples, neurons = 4, signal, weightsEvery = 1, idsOf = (step) => Uint32Array.of(step % neurons), afterSample }: PretendRunOptions,
): Promise<number> {
  const [spikes, weights, sampleEnd, metric] = [
    bus.channel('spikes'),
    bus.channel('weights'),
    bus.channel('sample:end'),
    bus.channel('metric'),
  ];
  bus.channel('run:start').emit({
    verb: 'train',
    model: 'pretended',
    options: { dt: 0.5, steps: 20 },
    data: 'nothing',
    synthetic: true,
    samples,
  });
  const values = new Float32Array(9 * neurons);
  let done = 0;
  while (done < samples && !signal?.aborted) {
    for (let step = 0; step < 10; step++) {
      if (spikes.active) spikes.emit({ step, population: 'exc', ids: idsOf(step) });
    }
    done++;
    if (sampleEnd.active) sampleEnd.emit({ epoch: 0, sample: done - 1, done, total: samples, spikes: 10, label: 3, predicted: 3 });
    metric.emit({ name: 'accuracy', value: 1 - 1 / done, done });
    if (weights.active && done % weightsEvery === 0) {
      weights.emit({ connection: 'in-exc', rows: 9, columns: neurons, shape: [3, 3], values: values.fill(done), done });
    }
    await afterSample?.(done);
    if (bus.unsettled) await bus.settle();
  }
  bus.channel('run:end').emit({ finished: done === samples, results: { accuracy: 0.5 }, seconds: 1 });
  return done;
}
