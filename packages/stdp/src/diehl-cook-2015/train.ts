import type { Checkpoint, LabelledSet, RunResult, TrainOptions } from '@n3ml/core';
import { announceRun, checkEpochs, type Position, populationSizes, resumePosition, shuffledOrder } from '@n3ml/core/run';
import { RunningAccuracy } from '../running-accuracy.ts';
import { sum } from '../sum.ts';
import { checkData } from './check-data.ts';
import { ImageEncoder, isTooFaint } from './image-encoder.ts';
import { create, MODEL, type Restored, restore } from './restore.ts';
import type { DiehlCook2015Settings } from './settings.ts';
import { Watch } from './watch.ts';

/** Samples from one `metric` event to the next. */
const METRIC_EVERY = 100;

/** A training run in progress: all that changes from sample to sample. */
interface Training extends Restored {
  readonly data: LabelledSet;
  readonly epochs: number;
  readonly running: RunningAccuracy;
  readonly encoder: ImageEncoder;
}

function checkpointOf({ settings, shape, simulation, running, data, epochs }: Training, { epoch, sample }: Position): Checkpoint {
  return {
    model: MODEL,
    options: { ...settings },
    progress: { epoch, sample, epochs, samples: data.count, shape },
    tensors: { ...simulation.save(), ...running.save() },
  };
}

/** Shows one image, again and brighter while too few neurons answer, learning each time; returns the spikes of each neuron, borrowed. */
function learnImage({ simulation, settings, encoder }: Training, image: number, { epoch, sample }: Position): Uint32Array {
  for (let replay = 0; ; replay++) {
    const input = encoder.encode(image, epoch, sample, replay);
    simulation.reset();
    simulation.run({ input }, { steps: encoder.steps, learn: true });
    simulation.endSample();
    const counts = simulation.spikeCounts('exc');
    if (!isTooFaint(settings, sum(counts), replay)) return counts;
  }
}

async function learn(
  training: Training,
  from: Position,
  { bus, signal, onCheckpoint, checkpointEvery = 1000 }: TrainOptions,
): Promise<RunResult> {
  const { data, epochs, settings, running } = training;
  const [epochStart, epochEnd, sampleEnd, metric] = [
    bus.channel('epoch:start'),
    bus.channel('epoch:end'),
    bus.channel('sample:end'),
    bus.channel('metric'),
  ];
  const watch = new Watch(training.simulation, training.shape, settings.neurons, bus);
  const total = epochs * data.count;
  let done = from.epoch * data.count + from.sample;

  const end = async (finished: boolean, position: Position): Promise<RunResult> => {
    watch.picture(done);
    const checkpoint = checkpointOf(training, position);
    await onCheckpoint?.(checkpoint);
    return { checkpoint, finished, results: { accuracy: running.value, samples: done } };
  };

  for (let epoch = from.epoch; epoch < epochs; epoch++) {
    epochStart.emit({ epoch, samples: data.count });
    const order = shuffledOrder(data.count, settings.seed, epoch);
    for (let sample = epoch === from.epoch ? from.sample : 0; sample < data.count; sample++) {
      if (signal?.aborted) return end(false, { epoch, sample });
      const image = order[sample]!;
      const label = data.labels[image]!;
      watch.beforeSample();
      const counts = learnImage(training, image, { epoch, sample });
      const predicted = running.add(counts, label);
      done++;
      if (sampleEnd.active) sampleEnd.emit({ epoch, sample, done, total, spikes: sum(counts), label, predicted });
      if (done % METRIC_EVERY === 0) metric.emit({ name: 'accuracy', value: running.value, done });
      watch.afterSample(done);
      if (onCheckpoint && done % checkpointEvery === 0 && done < total) {
        const next = sample + 1 < data.count ? { epoch, sample: sample + 1 } : { epoch: epoch + 1, sample: 0 };
        await onCheckpoint(checkpointOf(training, next));
      }
      if (bus.unsettled) await bus.settle();
    }
    epochEnd.emit({ epoch });
  }
  return end(true, { epoch: epochs, sample: 0 });
}

/**
 * Trains without labels: each image is shown, the input weights learn by STDP, and are then scaled to the norm. Labels serve the running accuracy
 * alone. One seed gives one result, bit for bit, whatever the interruptions and the observers.
 *
 * @returns `results`: `accuracy`, the fraction of about the last 1000 training images that were predicted rightly before they were learned, and `samples`
 * @throws N3mlError N3ML_EMPTY_DATASET, N3ML_BAD_LABEL, N3ML_BAD_EPOCHS; resuming also N3ML_RESUME_MISMATCH, N3ML_CHECKPOINT_MODEL, N3ML_BAD_CHECKPOINT, N3ML_SHAPE_MISMATCH
 */
export async function train(settings: DiehlCook2015Settings, data: LabelledSet, options: TrainOptions): Promise<RunResult> {
  const { resume } = options;
  const epochs = options.epochs ?? Number(resume?.progress.epochs ?? 1);
  checkEpochs(epochs);
  checkData(data, settings.classes);
  const restored = resume ? restore(resume, data, options) : create(settings, data.shape, options);
  const position = resume ? resumePosition(resume, { settings, samples: data.count, epochs }) : { epoch: 0, sample: 0 };
  const running = new RunningAccuracy(settings.neurons, settings.classes);
  if (resume) running.load(resume.tensors);
  const encoder = new ImageEncoder(settings, options.registry, data, 'encode', settings.restSteps);
  const start = {
    verb: 'train',
    model: MODEL,
    options: { ...settings, epochs },
    data,
    samples: epochs * data.count,
    populations: populationSizes(restored.simulation.network),
  };
  return announceRun(options.bus, start, () => learn({ ...restored, data, epochs, running, encoder }, position, options));
}
