import { createEventBus, type LabelledSet, type RunResult } from '@n3ml/core';
import { announceRun } from '@n3ml/core/run';
import type * as tf from '../tf.ts';
import { checkData } from './check-data.ts';
import { checkResume } from './check-resume.ts';
import { classifierShape } from './classifier.ts';
import { checkSettings, type FitOptions, settingsOf } from './fit-options.ts';
import { unseededLayers } from './seeded-dropout.ts';
import { TrainingRun } from './training-run.ts';

/**
 * Trains a classifier: softmax cross-entropy on its logits, one optimizer step per batch. The model is changed in place; with a validation set it ends with the weights
 * of the epoch that validated best.
 *
 * The order of the samples, the masks of dropout and the streams of augmentation are drawn from (seed, purpose, epoch, step or sample). So on one backend a seed gives the
 * same weights, bit for bit (on a GPU as far as its sums have one order), and a run that goes on from a checkpoint ends like one that was never stopped; with the cosine
 * schedule, if it asks for the same `epochs`.
 *
 * Events: `run:start`, `epoch:start`, `batch:end`, `metric` (`loss` and `accuracy` over some 1000 samples; `epoch-loss`, `epoch-accuracy`; `validation-loss`,
 * `validation-accuracy`), `progress` of validation, `epoch:end`, `run:end`.
 *
 * @param model ends in a linear layer: one logit per class
 * @returns `results`: `accuracy` and `loss` of the best epoch on the validation set, with `bestEpoch`; without one those of the newest epoch on the training data, measured
 * while it was learned. `samples`: how many were learned from
 * @throws N3mlError N3ML_NOT_A_CLASSIFIER, N3ML_EMPTY_DATASET, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL, N3ML_BAD_EPOCHS, N3ML_BAD_RANGE, N3ML_BAD_OPTION,
 * N3ML_DUPLICATE_WEIGHT
 * @throws N3mlError N3ML_NOT_FINITE where the loss becomes NaN or infinite, with the step and the learning rate; the trained weights are then those before that step
 * @throws N3mlError resuming: N3ML_RESUME_MISMATCH, N3ML_CHECKPOINT_MODEL, N3ML_CHECKPOINT_MISMATCH, N3ML_BAD_CHECKPOINT, N3ML_NOT_A_NUMBER
 * @example
 * await openBackend();
 * await fit(model, mnist.train, { epochs: 2, batchSize: 50, learningRate: 1e-3 });
 * const { accuracy } = await evaluate(model, mnist.test);
 */
export async function fit(model: tf.LayersModel, data: LabelledSet, options: FitOptions = {}): Promise<RunResult> {
  const { validation, resume, bus = createEventBus() } = options;
  const settings = settingsOf(options);
  const name = options.describe?.model ?? model.name;
  const shape = classifierShape(model);
  checkSettings(settings, options.checkpointEvery);
  for (const set of validation ? [data, validation] : [data]) checkData(set, shape);
  if (resume) checkResume(resume, name, settings, data.count);

  const run = new TrainingRun({ model, data, shape, settings, options, bus });
  try {
    if (resume) run.resume(resume);
    const chosen = { ...options.describe?.options, ...settings };
    return await announceRun(bus, { verb: 'train', model: name, options: chosen, data, samples: settings.epochs * data.count }, () => {
      for (const layer of unseededLayers(model)) {
        bus.channel('log').emit({ level: 'warning', message: `Layer '${layer}' draws from Math.random: this training can't be repeated.` });
      }
      return run.run();
    });
  } finally {
    run.dispose();
  }
}
