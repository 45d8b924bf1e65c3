import type { Checkpoint, LabelledSet, RunContext, RunResult } from '@n3ml/core';
import { announceRun, populationSizes } from '@n3ml/core/run';
import { CountLog } from '../count-log.ts';
import { labelNeurons, RateVote } from '../rate-vote.ts';
import { sum } from '../sum.ts';
import { countSpikes } from './count-spikes.ts';
import { ImageEncoder } from './image-encoder.ts';
import { MODEL, restore } from './restore.ts';

/**
 * Gives each neuron the label to which it answers most: the one with the highest mean rate over the images of that label. The network is frozen. A
 * neuron that stays silent gets -1 and votes for nobody.
 *
 * The checkpoint that is returned has two tensors more: `assignments` (Int32 [neurons]) and `rates` (Float32 [neurons x classes], spikes an image).
 *
 * @param data labelled TRAINING images
 * @returns `results`: `accuracy`, the fraction of these same images that the labels classify rightly, `samples`, and how many neurons are `assigned` and
 * `silent`
 * @throws N3mlError N3ML_CHECKPOINT_MODEL, N3ML_BAD_CHECKPOINT, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL
 */
export async function assign(checkpoint: Checkpoint, data: LabelledSet, context: RunContext): Promise<RunResult> {
  const restored = restore(checkpoint, data, context);
  const { settings } = restored;
  const { neurons, classes } = settings;
  const encoder = new ImageEncoder(settings, context.registry, data, 'encode-assign', 0);
  const populations = populationSizes(restored.simulation.network);
  return announceRun(context.bus, { verb: 'assign', model: MODEL, options: settings, data, populations }, async () => {
    const sampleEnd = context.bus.channel('sample:end');
    const rates = new Float32Array(neurons * classes); // [neurons x classes]
    const shown = new Uint32Array(classes);
    const log = new CountLog(neurons);
    const samples = await countSpikes(restored, encoder, data.count, context, async (sample, counts) => {
      const label = data.labels[sample]!;
      shown[label]!++;
      log.add(counts);
      for (let j = 0; j < neurons; j++) rates[j * classes + label]! += counts[j]!;
      if (sampleEnd.active)
        sampleEnd.emit({ epoch: 0, sample, done: sample + 1, total: data.count, spikes: sum(counts), label, predicted: -1 });
      if (context.bus.unsettled) await context.bus.settle();
    });
    for (let k = 0; k < rates.length; k++) rates[k]! /= Math.max(1, shown[k % classes]!);
    const assignments = new Int32Array(neurons);
    labelNeurons(rates, classes, assignments);
    const vote = new RateVote(assignments, classes);
    let right = 0;
    log.each((counts, sample) => {
      if (vote.predict(counts) === data.labels[sample]) right++;
    });
    const silent = assignments.reduce((count, label) => count + (label < 0 ? 1 : 0), 0);
    const { confusion: _, ...tensors } = checkpoint.tensors;
    return {
      checkpoint: {
        ...checkpoint,
        progress: { ...checkpoint.progress, assignedFrom: samples },
        tensors: { ...tensors, assignments: { shape: [neurons], data: assignments }, rates: { shape: [neurons, classes], data: rates } },
      },
      finished: samples === data.count,
      results: { accuracy: samples === 0 ? 0 : right / samples, samples, assigned: neurons - silent, silent },
    };
  });
}
