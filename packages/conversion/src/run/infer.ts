import { type Checkpoint, checkOptions, type LabelledSet, type RunContext, type RunResult } from '@n3ml/core';
import { announceRun } from '@n3ml/core/run';
import { openBackend } from '@n3ml/tensor';
import { INPUT } from '../analog-network.ts';
import { CONVERTED, fromCheckpoint } from '../checkpoint.ts';
import { sizeOf } from '../size-of.ts';
import type { SpikingNetwork } from '../spiking-network.ts';
import { checkData } from './check-data.ts';
import { denseRunner } from './dense.ts';
import { eventRunner } from './event-driven.ts';
import { predictions } from './predict.ts';
import { type RunOptions, runSpecs } from './run-options.ts';
import type { Runner } from './runner.ts';
import { Stimulus } from './stimulus.ts';
import { Tally } from './tally.ts';
import { wayToRun, withBackends } from './way-to-run.ts';

/** Samples from one telling of figures to the next. */
const TOLD_EVERY = 100;
/** Numbers of steps after which the accuracy is told. */
const PLACES = 10;

/** The steps at which the output is read: evenly spaced, up to the last one. */
function placesOf(steps: number): number[] {
  const count = Math.min(PLACES, steps);
  return Array.from({ length: count }, (_, k) => Math.ceil(((k + 1) * steps) / count));
}

/** Neurons of each population, as the event-driven run names them. */
function populationsOf({ input, encoding, layers }: SpikingNetwork): Readonly<Record<string, number>> {
  const sheets = [...(encoding === 'current' ? [] : [{ name: INPUT, shape: input }]), ...layers];
  return Object.fromEntries(sheets.map(({ name, shape }) => [name, sizeOf(shape)]));
}

/** A runner for the way that the options ask for; the log says which it is. */
async function openRunner(
  network: SpikingNetwork,
  { run, batch }: RunOptions,
  { registry, executor = 'wasm', workers = 1, backend, bus }: RunContext,
): Promise<Runner> {
  const [log, spikes] = [bus.channel('log'), bus.channel('spikes')];
  const way = wayToRun(run, backend, registry);
  if (spikes.active && (way === 'dense' || workers > 1)) {
    log.emit({ level: 'warning', message: "Spikes are shown by a run of 'events' with one worker only." });
  }
  if (way === 'dense') {
    const { summary } = await openBackend({ registry: withBackends(registry), ...(backend !== undefined && { backend }) });
    log.emit({ level: 'info', message: summary });
    return denseRunner(network, { batch });
  }
  log.emit({ level: 'info', message: `Spike by spike on ${workers === 1 ? 'one thread' : `${workers} threads`}.` });
  const listener = (step: number, population: string, ids: Uint32Array): void => spikes.emit({ step, population, ids });
  return eventRunner(network, { registry, executor, workers, listener: () => (spikes.active ? listener : undefined) });
}

/**
 * Classifies samples with a converted network; see {@link predict} for how the output is read. The same spikes, and so the same results, for any way to run it,
 * backend, batch and number of workers.
 *
 * The checkpoint that is returned has one tensor more: `confusion` (Int32 [classes x classes]), rows by label, columns by prediction. While it runs,
 * the metric `rate/<layer>` tells of each layer, and of the input, how many spikes a neuron had per step, and `accuracy/<steps>` how right the network is after fewer
 * steps.
 *
 * @returns `results`: `accuracy` (a fraction), `samples`, `steps`, `spikesPerSample`, `operationsPerSample` (synapses that a spike reached)
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL, N3ML_EMPTY_DATASET; N3ML_BACKEND_MISSING where a backend is
 *   named that isn't there; and what {@link fromCheckpoint} throws
 */
export async function infer(checkpoint: Checkpoint, data: LabelledSet, context: RunContext): Promise<RunResult> {
  const { registry, bus, signal } = context;
  // What the specs have checked is of these types: each spec names the type of its field.
  const options = checkOptions(runSpecs, context.options ?? {}, `infer of model '${CONVERTED}'`) as unknown as RunOptions;
  const { network, preprocess } = fromCheckpoint(checkpoint);
  checkData(data, network.input, network.layers.at(-1)!.shape);
  const { steps, seed } = options;
  const stimulus = new Stimulus(network, { registry, steps, seed, values: (k) => preprocess(data, k) });
  const runner = await openRunner(network, options, context);
  try {
    const populations = populationsOf(network);
    return await announceRun(bus, { verb: 'infer', model: CONVERTED, options: { ...options }, data, populations }, async () => {
      const [sampleEnd, metric] = [bus.channel('sample:end'), bus.channel('metric')];
      const at = placesOf(steps);
      const tally = new Tally(network, at);
      const tell = (): void => {
        const done = tally.samples;
        for (const [name, value] of tally.figures(steps)) metric.emit({ name, value, done });
      };

      await runner.run(
        data.count,
        (k) => stimulus.of(k),
        { steps, at, ...(signal && { signal }) },
        async (sample, reading) => {
          const label = data.labels[sample]!;
          const predicted = predictions(network, reading);
          tally.add(label, predicted, reading);
          const done = tally.samples;
          if (sampleEnd.active) {
            const spikes = reading.spikes.reduce((sum, count) => sum + count, 0);
            sampleEnd.emit({ epoch: 0, sample, done, total: data.count, spikes, label, predicted: predicted.at(-1)! });
          }
          if (metric.active && (done % TOLD_EVERY === 0 || done === data.count)) tell();
          if (bus.unsettled) await bus.settle();
        },
      );

      const finished = tally.samples === data.count;
      const results = tally.results(steps);
      const { classes, confusion } = tally;
      return {
        checkpoint: { ...checkpoint, tensors: { ...checkpoint.tensors, confusion: { shape: [classes, classes], data: confusion } } },
        finished,
        results,
      };
    });
  } finally {
    await runner.close();
  }
}
