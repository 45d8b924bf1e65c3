import { type Events, type LabelledSet, N3mlError, type RunResult, type TrainOptions } from '@n3ml/core';
import { select, shuffledOrder, stratifiedSplit } from '@n3ml/datasets';
import { announceRun } from './announce-run.ts';
import { checkClasses, checkData } from './check-data.ts';
import type { EncodedSet } from './encoded-set.ts';
import { type Evaluation, evaluate, refuseDeadLayers } from './evaluate.ts';
import { presets } from './presets.ts';
import { checkpointOf, create, MODEL, type Restored, restore } from './restore.ts';
import { type Position, resumePosition } from './resume.ts';
import { type Bohte2002Settings, type CheckedOptions, settingsFor } from './settings.ts';
import { Watch } from './watch.ts';

/** A training run in progress. */
interface Training extends Restored {
  readonly training: EncodedSet;
  /** Held out of training, measured after each epoch; undefined where there is none. */
  readonly validation: EncodedSet | undefined;
  readonly epochs: number;
  /** Samples of the data that were given, those for validation with them. */
  readonly samples: number;
}

/** What training goes through, and what it is judged by. */
interface Division {
  readonly training: LabelledSet;
  readonly heldOut: LabelledSet | undefined;
}

/** Holds samples out where none are given for that. Which ones depends on labels and seed alone. */
function divide(data: LabelledSet, given: LabelledSet | undefined, { validation, seed }: Bohte2002Settings): Division {
  const [training, heldOut] = stratifiedSplit(data.labels, [validation], seed);
  if (given || heldOut.length === 0) return { training: data, heldOut: given };
  return { training: select(data, training), heldOut: select(data, heldOut) };
}

/** Learns from the samples from `first` on, up to `end`, and tells of each. */
async function learnBatch(run: Training, order: Uint32Array, [first, end]: readonly [number, number], tell: SampleTeller): Promise<void> {
  const { machine, learner, targets, training } = run;
  const { network } = machine;
  for (let sample = first; sample < end; sample++) {
    const chosen = order[sample]!;
    const label = training.labels[chosen]!;
    const predicted = targets.predict(network.run(training.inputs(chosen)));
    learner.add(targets.times[label]!);
    if (sample + 1 === end) learner.apply();
    await tell(sample, label, predicted);
  }
}

type SampleTeller = (sample: number, label: number, predicted: number) => void | Promise<void>;

async function learn(run: Training, from: Position, options: TrainOptions): Promise<RunResult> {
  const { settings, training, validation, machine, targets, best, epochs, samples } = run;
  const { bus, signal, onCheckpoint, checkpointEvery = 1000 } = options;
  const sampleEnd = bus.channel('sample:end');
  const metric = bus.channel('metric');
  const watch = new Watch(run, training, bus);
  const total = epochs * training.count;
  let done = from.epoch * training.count + from.sample;
  let saved = done;

  const checkpoint = (position: Position) => checkpointOf(run, { ...position, epochs, samples });
  const measure = (): { here: Evaluation; heldOut: Evaluation | undefined } => ({
    here: evaluate(machine, training, targets),
    heldOut: validation && evaluate(machine, validation, targets),
  });
  const end = async (finished: boolean, position: Position): Promise<RunResult> => {
    const last = checkpoint(position);
    best.restore(machine.network.weights);
    watch.show(done);
    const { here, heldOut } = measure();
    await onCheckpoint?.(last);
    const held = heldOut && { validationLoss: heldOut.loss, validationAccuracy: heldOut.accuracy };
    const results = { accuracy: here.accuracy, loss: here.loss, ...held, samples: done, epochs: position.epoch };
    return { checkpoint: last, finished, results };
  };

  if (done === 0) watch.show(0);
  for (let epoch = from.epoch; epoch < epochs; epoch++) {
    bus.channel('epoch:start').emit({ epoch, samples: training.count });
    const order = shuffledOrder(training.count, settings.seed, epoch);
    for (let first = epoch === from.epoch ? from.sample : 0; first < training.count; first += settings.batch) {
      if (signal?.aborted) return end(false, { epoch, sample: first });
      const last = Math.min(first + settings.batch, training.count);
      await learnBatch(run, order, [first, last], (sample, label, predicted) => {
        done++;
        if (sampleEnd.active) sampleEnd.emit({ epoch, sample, done, total, spikes: machine.network.spikes(), label, predicted });
        return bus.unsettled ? bus.settle() : undefined;
      });
      if (onCheckpoint && done - saved >= checkpointEvery && last < training.count) {
        saved = done;
        await onCheckpoint(checkpoint({ epoch, sample: last }));
      }
    }
    const { here, heldOut } = measure();
    refuseDeadLayers(here, machine.network.layers);
    const tell = (name: string, value: number): void => metric.emit({ name, value, done } satisfies Events['metric']);
    tell('loss', here.loss);
    tell('accuracy', here.accuracy);
    if (heldOut) {
      tell('validation-loss', heldOut.loss);
      tell('validation-accuracy', heldOut.accuracy);
      best.consider(epoch, heldOut.loss, machine.network.weights);
    }
    bus.channel('epoch:end').emit({ epoch });
    const next = { epoch: epoch + 1, sample: 0 };
    if (here.loss < settings.goal) return end(true, next);
    if (onCheckpoint && done - saved >= checkpointEvery && done < total) {
      saved = done;
      await onCheckpoint(checkpoint(next));
    }
  }
  return end(true, { epoch: epochs, sample: 0 });
}

/**
 * Trains by error backpropagation on spike times. Some samples are held out: those given as `validation`, otherwise the part of the data that the option
 * `validation` says. After each epoch both kinds are measured with the weights as they are (metrics `loss`, `accuracy`, `validation-loss`,
 * `validation-accuracy`), and the weights for which the loss of the held-out samples is lowest are kept: `infer` uses them. Training ends early where the loss falls
 * below `goal`. One seed gives one result, bit for bit, whatever the interruptions and the observers.
 *
 * Interruptions and checkpoints wait for the end of a batch.
 *
 * @returns `results`, of the weights that were kept: `accuracy` and `loss` of the training samples, `validationAccuracy`, `validationLoss`; and `samples` and `epochs`
 * learned from
 * @throws N3mlError N3ML_EMPTY_DATASET, N3ML_BAD_LABEL, N3ML_CLASS_MISMATCH, N3ML_CONSTANT_FEATURE, N3ML_SILENT_LAYER, N3ML_BAD_EPOCHS,
 * N3ML_NOT_A_NUMBER; resuming also N3ML_RESUME_MISMATCH and what {@link restore} throws
 */
export async function train(given: CheckedOptions, data: LabelledSet, options: TrainOptions): Promise<RunResult> {
  const { resume, registry } = options;
  const settings = settingsFor(given, data);
  const epochs = options.epochs ?? Number(resume?.progress.epochs ?? presets[settings.preset].epochs);
  if (!Number.isSafeInteger(epochs) || epochs < 1) {
    throw new N3mlError('N3ML_BAD_EPOCHS', `Training takes a whole number of epochs of at least 1, not ${epochs}.`, {
      details: { epochs },
    });
  }
  checkData(data, settings.outputs);
  if (options.validation) checkData(options.validation, settings.outputs, data.shape);
  checkClasses(data, settings.outputs);
  const position = resume ? resumePosition(resume, settings, data.count) : { epoch: 0, sample: 0 };
  if (position.epoch > epochs || (position.epoch === epochs && position.sample > 0)) {
    throw new N3mlError(
      'N3ML_BAD_EPOCHS',
      `The checkpoint has ${position.epoch} epochs and ${position.sample} samples behind it, more than the ${epochs} epochs asked for. Ask for more epochs.`,
      { details: { epochs, ...position } },
    );
  }
  const { training, heldOut } = divide(data, options.validation, settings);
  const restored = resume ? restore(resume, data, registry) : create(registry, settings, training);
  const run: Training = {
    ...restored,
    training: restored.encode(training),
    validation: heldOut && restored.encode(heldOut),
    epochs,
    samples: data.count,
  };
  const start = {
    verb: 'train',
    model: MODEL,
    options: { ...settings, epochs },
    data: data.name ?? 'unnamed',
    synthetic: data.synthetic ?? false,
    samples: epochs * training.count,
  };
  return announceRun(options, start, () => learn(run, position, options));
}
