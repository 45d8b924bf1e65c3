import { join } from 'node:path';
import { N3mlError } from '@n3ml/core';
import { writeCheckpoint } from '@n3ml/core/node';
import type { CliContext } from './context.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { exitCode, exitCodeOfSignal } from './exit-code.ts';
import { writeReport } from './report.ts';
import { openFolder, runFiles } from './run-folder.ts';
import { writeRecord } from './run-record.ts';

const assignment: Evaluation = {
  verb: 'assign',
  summary: 'Gives each neuron of a trained run the label to which it answers most, from the first training samples.',
  examples: ['n3ml assign runs/first', 'n3ml assign runs/mnist-400 --samples 10000 --workers 4'],
  split: 'train',
  samples: (available) => Math.min(available, 10_000),
  run: (model, checkpoint, data, context) => {
    if (!model.assign) throw new N3mlError('N3ML_NO_ASSIGN', `Model '${model.name}' has no labels to assign. Go on with n3ml infer.`);
    return model.assign(checkpoint, data, context);
  },
};

/** `n3ml assign <run>` */
export async function run(args: readonly string[], context: CliContext): Promise<number> {
  const { folder, shown, record, model, dataset, result, talk } = await evaluate(args, context, assignment);
  if (!result.finished) {
    talk.say('Interrupted; the labels of the run are as they were.');
    return exitCodeOfSignal(context.signal);
  }
  await openFolder(folder);
  await writeCheckpoint(join(folder, runFiles.checkpoint), result.checkpoint);
  const { infer: _outdated, ...results } = record.results;
  const updated = { ...record, results: { ...results, assign: result.results } };
  await writeRecord(folder, updated);
  await writeReport(folder, { record: updated, synthetic: dataset.synthetic, model, shownAs: shown });
  const { samples = 0, assigned, silent } = result.results;
  const counts = assigned === undefined ? '' : `: ${assigned} have one${silent ? `, ${silent} were silent` : ''}`;
  talk.say(`Gave the neurons labels from ${samples} training samples of ${dataset.name}${counts}.`);
  talk.note(`Next: npx n3ml infer ${shown}`);
  return exitCode.ok;
}
