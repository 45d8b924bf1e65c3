import type { EventBus } from '@n3ml/core';
import { type AccuracyQuestion, accuracyOverSteps } from '../run/accuracy-over-steps.ts';
import type { Runner } from '../run/runner.ts';
import { Tally } from '../run/tally.ts';

/** What the outputs of a spiking network say. */
export interface Outputs {
  /** Fractions: [at]. */
  readonly accuracy: Float64Array;
  /** Share of the samples for which no output neuron has spiked yet: [at]. All 0 for a readout. */
  readonly silent: readonly number[];
}

/** Samples from one telling of figures to the next. */
const TOLD_EVERY = 100;

/** Runs every sample once and reads the output on the way. Samples are told on the bus, and the figures of an inference. */
export async function readOutputs(runner: Runner, question: Omit<AccuracyQuestion, 'onSample'>, bus: EventBus): Promise<Outputs> {
  const { network, labels, at, signal } = question;
  const spiking = network.layers.at(-1)!.kind !== 'readout';
  const silent = at.map(() => 0);
  const [sampleEnd, metric] = [bus.channel('sample:end'), bus.channel('metric')];
  const tally = new Tally(network, at);
  const accuracy = await accuracyOverSteps(runner, {
    ...question,
    onSample: async (sample, reading, predicted) => {
      const { counts, spikes } = reading;
      const outputs = counts.length / at.length;
      for (const place of at.keys()) {
        const isSilent = counts.subarray(place * outputs, (place + 1) * outputs).every((count) => count === 0);
        if (spiking && isSilent) silent[place]!++;
      }
      sampleEnd.emit({
        epoch: 0,
        sample,
        done: sample + 1,
        total: labels.length,
        spikes: spikes.reduce((sum, count) => sum + count, 0),
        label: labels[sample]!,
        predicted: predicted.at(-1)!,
      });
      tally.add(labels[sample]!, predicted, reading);
      const done = tally.samples;
      if (metric.active && (done % TOLD_EVERY === 0 || done === labels.length)) {
        for (const [name, value] of tally.figures(at.at(-1)!)) metric.emit({ name, value, done });
      }
      if (bus.unsettled) await bus.settle();
    },
  });
  signal?.throwIfAborted();
  return { accuracy, silent: silent.map((samples) => samples / labels.length) };
}
