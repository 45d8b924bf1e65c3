import type { LabelledSet, RunResult, TrainOptions } from '@n3ml/core';
import { announceRun, checkEpochs, resumePosition } from '@n3ml/core/run';
import { select, stratifiedSplit } from '@n3ml/datasets';
import { checkClasses, checkData } from './check-data.ts';
import { learn, type Training } from './learn.ts';
import { presets } from './presets.ts';
import { create, MODEL, restore } from './restore.ts';
import { type Bohte2002Settings, type CheckedOptions, settingsFor } from './settings.ts';

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
  checkEpochs(epochs);
  checkData(data, settings.outputs);
  if (options.validation) checkData(options.validation, settings.outputs, data.shape);
  checkClasses(data, settings.outputs);
  const position = resume ? resumePosition(resume, { settings, samples: data.count, epochs }) : { epoch: 0, sample: 0 };
  const { training, heldOut } = divide(data, options.validation, settings);
  const restored = resume ? restore(resume, data, registry) : create(registry, settings, training);
  const run: Training = {
    ...restored,
    training: restored.encode(training),
    validation: heldOut && restored.encode(heldOut),
    epochs,
    samples: data.count,
  };
  const start = { verb: 'train', model: MODEL, options: { ...settings, epochs }, data, samples: epochs * training.count };
  return announceRun(options.bus, start, () => learn(run, position, options));
}
