import { confusionOf } from './confusion.ts';
import type { CliContext } from './context.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { exitCode, exitCodeOfSignal } from './exit-code.ts';
import { writeReport } from './report.ts';
import { writeRecord } from './run-record.ts';
import { percent } from './talk.ts';

const inference: Evaluation = {
  verb: 'infer',
  summary: 'Measures the accuracy of a trained run on the test samples.',
  examples: [
    'n3ml infer runs/first',
    'n3ml infer runs/mnist-400 --workers 4',
    'n3ml infer runs/first --observe csv,raster',
    'n3ml infer runs/first --json | tail -n 1',
  ],
  split: 'test',
  samples: (available) => available,
  run: (model, checkpoint, data, context) => model.infer(checkpoint, data, context),
};

/** `n3ml infer <run>` */
export async function run(args: readonly string[], context: CliContext): Promise<number> {
  const { folder, shown, record, model, dataset, data, result, talk } = await evaluate(args, context, inference);
  const { accuracy = Number.NaN, samples = data.count } = result.results;
  const on = `${samples} test samples of ${dataset.name}`;
  if (!result.finished) {
    talk.say(`Interrupted; accuracy so far ${percent(accuracy)} on ${on}.`);
    return exitCodeOfSignal(context.signal);
  }
  talk.say(`Accuracy ${percent(accuracy)} on ${on}${dataset.synthetic ? ' (synthetic data: no figure on real digits)' : ''}.`);
  const updated = { ...record, results: { ...record.results, infer: result.results } };
  await writeRecord(folder, updated);
  const confusion = confusionOf(result.checkpoint, dataset.classes, data.labels);
  await writeReport(folder, { record: updated, synthetic: dataset.synthetic, model, confusion, shownAs: shown });
  return exitCode.ok;
}
