import { type Checkpoint, type LabelledSet, N3mlError, type RunContext, type RunResult } from '@n3ml/core';
import { announceRun, populationSizes } from '@n3ml/core/run';
import { NO_LABEL, RateVote } from '../rate-vote.ts';
import { sum } from '../sum.ts';
import { countSpikes } from './count-spikes.ts';
import { ImageEncoder } from './image-encoder.ts';
import { MODEL, restore } from './restore.ts';
import type { DiehlCook2015Settings } from './settings.ts';

function assignmentsOf({ tensors }: Checkpoint, { neurons, classes }: DiehlCook2015Settings): Int32Array {
  const assignments = tensors.assignments;
  if (assignments === undefined) {
    throw new N3mlError(
      'N3ML_NOT_ASSIGNED',
      'The neurons of the checkpoint have no labels yet. Run assign on it first, with labelled training images.',
    );
  }
  const labels = Int32Array.from(assignments.data);
  if (labels.length === neurons && labels.every((label) => label >= NO_LABEL && label < classes)) return labels;
  throw new N3mlError(
    'N3ML_BAD_CHECKPOINT',
    `Tensor 'assignments' of the checkpoint doesn't hold ${neurons} labels from -1 to ${classes - 1}. Run assign again.`,
    {
      details: { neurons, classes, length: labels.length },
    },
  );
}

/**
 * Classifies images with the frozen network: the label whose neurons answer with the highest mean rate. An image to which no labelled neuron answers
 * is predicted as -1, counts as wrong, and is counted in `silent`.
 *
 * The checkpoint that is returned has one tensor more: `confusion` (Int32 [classes x classes]), rows by label, columns by prediction; silent images stand
 * in no column.
 *
 * @returns `results`: `accuracy` (a fraction), `samples`, `silent`
 * @throws N3mlError N3ML_NOT_ASSIGNED where assign hasn't run; N3ML_CHECKPOINT_MODEL, N3ML_BAD_CHECKPOINT, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL
 */
export async function infer(checkpoint: Checkpoint, data: LabelledSet, context: RunContext): Promise<RunResult> {
  const restored = restore(checkpoint, data, context);
  const { settings } = restored;
  const { classes } = settings;
  const vote = new RateVote(assignmentsOf(checkpoint, settings), classes);
  const encoder = new ImageEncoder(settings, context.registry, data, 'encode-infer', 0);
  const populations = populationSizes(restored.simulation.network);
  return announceRun(context.bus, { verb: 'infer', model: MODEL, options: settings, data, populations }, async () => {
    const [sampleEnd, metric] = [context.bus.channel('sample:end'), context.bus.channel('metric')];
    const confusion = new Int32Array(classes * classes);
    let silent = 0;
    let right = 0;
    const samples = await countSpikes(restored, encoder, data.count, context, async (sample, counts) => {
      const label = data.labels[sample]!;
      const predicted = vote.predict(counts);
      if (predicted === label) right++;
      if (predicted === NO_LABEL) silent++;
      else confusion[label * classes + predicted]!++;
      const done = sample + 1;
      if (sampleEnd.active) sampleEnd.emit({ epoch: 0, sample, done, total: data.count, spikes: sum(counts), label, predicted });
      if (done % 100 === 0 || done === data.count) metric.emit({ name: 'accuracy', value: right / done, done });
      if (context.bus.unsettled) await context.bus.settle();
    });
    return {
      checkpoint: { ...checkpoint, tensors: { ...checkpoint.tensors, confusion: { shape: [classes, classes], data: confusion } } },
      finished: samples === data.count,
      results: { accuracy: samples === 0 ? 0 : right / samples, samples, silent },
    };
  });
}
