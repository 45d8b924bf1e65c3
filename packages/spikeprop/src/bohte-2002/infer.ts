import type { Checkpoint, LabelledSet, RunContext, RunResult } from '@n3ml/core';
import { announceRun } from '@n3ml/core/run';
import { lossOf } from './evaluate.ts';
import { MODEL, restore } from './restore.ts';
import { NO_CLASS } from './targets.ts';

/**
 * Classifies samples with the network of a checkpoint, with the weights that did best on the samples held out of training where there were some: the class whose output times are nearest to those that came, which with one output a class is that of the
 * earliest. A sample for which no output fires is predicted as -1, counts as wrong, and is counted in `silent`.
 *
 * The checkpoint that is returned has one tensor more: `confusion` (Int32 [classes x classes]), rows by label, columns by prediction; silent samples
 * stand in no column.
 *
 * @returns `results`: `accuracy` (a fraction), `loss`, `samples`, `silent`
 * @throws N3mlError what {@link restore} throws, and the encoder of values that it can't encode
 */
export async function infer(checkpoint: Checkpoint, data: LabelledSet, context: RunContext): Promise<RunResult> {
  const { bus, registry, signal } = context;
  const restored = restore(checkpoint, data, registry);
  const { machine, targets, settings, best } = restored;
  best.restore(machine.network.weights);
  const classes = targets.times.length;
  const samples = restored.encode(data);
  return announceRun(bus, { verb: 'infer', model: MODEL, options: settings, data }, async () => {
    const [sampleEnd, metric] = [bus.channel('sample:end'), bus.channel('metric')];
    const confusion = new Int32Array(classes * classes);
    let [loss, right, silent, done] = [0, 0, 0, 0];
    for (; done < data.count && !signal?.aborted; ) {
      const sample = done;
      const label = samples.labels[sample]!;
      const predicted = targets.predict(machine.network.run(samples.inputs(sample)));
      loss += lossOf(machine, targets.times[label]!);
      if (predicted === label) right++;
      if (predicted === NO_CLASS) silent++;
      else confusion[label * classes + predicted]!++;
      done++;
      const spikes = machine.network.spikes();
      if (sampleEnd.active) sampleEnd.emit({ epoch: 0, sample, done, total: data.count, spikes, label, predicted });
      if (bus.unsettled) await bus.settle();
    }
    const share = (sum: number): number => (done === 0 ? 0 : sum / done);
    const results = { accuracy: share(right), loss: share(loss), samples: done, silent };
    metric.emit({ name: 'accuracy', value: results.accuracy, done });
    metric.emit({ name: 'loss', value: results.loss, done });
    return {
      checkpoint: { ...checkpoint, tensors: { ...checkpoint.tensors, confusion: { shape: [classes, classes], data: confusion } } },
      finished: done === data.count,
      results,
    };
  });
}
