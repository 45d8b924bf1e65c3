import {
  type Checkpoint,
  type Dataset,
  type LabelledSet,
  type Model,
  N3mlError,
  type Observer,
  type Plugin,
  type RunContext,
  type TrainOptions,
} from '@n3ml/core';

const set = (name: string, count: number): LabelledSet => ({
  name,
  count,
  shape: [1],
  values: Uint8Array.from({ length: count }, (_, k) => k % 2),
  labels: Uint8Array.from({ length: count }, (_, k) => k % 2),
});

/** A dataset of twelve training and six test samples with one value each, which is the label. */
const bits = Object.assign(
  ({ train = 12 }: { readonly train?: number } = {}): Dataset => ({
    name: 'synthetic-bits',
    synthetic: true,
    classes: ['0', '1'],
    train: set('bits', train),
    test: set('bits', 6),
  }),
  { options: { train: { type: 'integer', describe: 'number of training samples', default: 12, min: 1 } } },
);

interface TinyOptions {
  readonly gain?: number;
  readonly failAt?: number;
}

/** Adds up what it is shown, times `gain`: a run that depends on every sample and on their order. */
const tiny = Object.assign(
  ({ gain = 0.5, failAt = -1 }: TinyOptions = {}): Model => ({
    name: 'tiny',
    options: { gain, failAt },
    async train(data, run) {
      const { bus, signal, resume, epochs = 1, checkpointEvery = 1000, onCheckpoint } = run as TrainOptions;
      const total = epochs * data.count;
      let done = Number(resume?.progress.done ?? 0);
      let sum = resume?.tensors.sum?.data[0] ?? 0;
      const checkpoint = (): Checkpoint => ({
        model: 'tiny',
        options: { gain, failAt },
        progress: { done },
        tensors: { sum: { shape: [1], data: Float64Array.of(sum) } },
      });
      bus.channel('run:start').emit({
        verb: 'train',
        model: 'tiny',
        options: { gain },
        data: data.name ?? '',
        synthetic: data.synthetic ?? false,
        samples: total,
      });
      while (done < total && !signal?.aborted) {
        if (done === failAt) throw new N3mlError('N3ML_TINY', `Sample ${done} is too much.`);
        const sample = done % data.count;
        sum = sum * 0.9 + gain * (data.values[sample] ?? 0);
        done++;
        bus.channel('sample:end').emit({ epoch: 0, sample, done, total, spikes: 1, label: data.labels[sample] ?? 0, predicted: -1 });
        if (done % checkpointEvery === 0 && done < total) await onCheckpoint?.(checkpoint());
        await bus.settle();
      }
      await onCheckpoint?.(checkpoint());
      const result = { checkpoint: checkpoint(), finished: done === total, results: { samples: done } };
      bus.channel('run:end').emit({ finished: result.finished, results: result.results, seconds: 0 });
      return result;
    },
    assign: async (checkpoint, data, { bus }: RunContext) => {
      bus.channel('run:end').emit({ finished: true, results: { samples: data.count }, seconds: 0 });
      return {
        checkpoint: { ...checkpoint, progress: { ...checkpoint.progress, assigned: data.count } },
        finished: true,
        results: { samples: data.count },
      };
    },
    infer: async (checkpoint, data, { bus }: RunContext) => {
      if (checkpoint.progress.assigned === undefined) throw new N3mlError('N3ML_NOT_ASSIGNED', 'No labels yet.');
      const results = { accuracy: 0.75, samples: data.count };
      bus.channel('run:end').emit({ finished: true, results, seconds: 0 });
      return { checkpoint, finished: true, results };
    },
  }),
  {
    options: {
      gain: { type: 'number', describe: 'what a one adds', unit: 'mV', default: 0.5, min: 0 },
      failAt: { type: 'integer', describe: 'the sample at which it fails', default: -1 },
    },
  },
);

const loud = Object.assign(
  ({ maxSpikes = 3 }: { readonly maxSpikes?: number } = {}): Observer => ({
    name: 'loud',
    on: {
      'run:start': () => {
        throw new Error(`at most ${maxSpikes}`);
      },
    },
  }),
  {
    options: { maxSpikes: { type: 'integer', describe: 'spikes at most', default: 3 } },
  },
);

/** Everything that a run needs, small enough to be checked by hand. No table declares it: it is put together at run time, as a config's plugins are. */
export const tinyPlugin = {
  name: 'tiny',
  version: '1.2.3',
  api: 1,
  provides: { model: { tiny }, dataset: { 'synthetic-bits': bits }, observer: { loud } },
} as Plugin;
