import { join, resolve } from 'node:path';
import { CONVERTED, type Diagnosis, doctor, doctorSpecs } from '@n3ml/conversion';
import { N3mlError } from '@n3ml/core';
import { writeFileAtomic } from '@n3ml/core/node';
import { addExamples, createCommand, parse } from './command.ts';
import { dataSpecs, executionSpecs, liveSpecs, outputSpecs } from './common-options.ts';
import type { CliContext } from './context.ts';
import { chooseData, firstSamples, loadData } from './data.ts';
import { diagnosisPage } from './diagnosis-page.ts';
import { diagnosisText } from './diagnosis-text.ts';
import { exitCode } from './exit-code.ts';
import { addFlags, type FlagSpecs, flagsOf, givenOptions, prefixedFlagsOf } from './flag.ts';
import { peek } from './peek.ts';
import { datasetName, loadRegistry } from './registry.ts';
import { readRun } from './resume.ts';
import { runFiles } from './run-folder.ts';
import { createTalk } from './talk.ts';
import { withBus } from './with-bus.ts';

const specs = { ...doctorSpecs, ...dataSpecs, ...liveSpecs, ...executionSpecs, ...outputSpecs } as const satisfies FlagSpecs;

const examples = [
  'n3ml doctor runs/snn',
  'n3ml doctor runs/snn --steps 1000 --samples 10000 --workers 4',
  'n3ml doctor runs/snn --json | tail -n 1    # the diagnosis as JSON',
];

/** The converted network that a run folder holds. */
async function readConverted(folder: string) {
  const { record, checkpoint } = await readRun(folder);
  if (checkpoint?.model === CONVERTED) return { record, checkpoint };
  const what = checkpoint ? `is of '${checkpoint.model}', which was not converted from another network` : 'has no checkpoint yet';
  throw new N3mlError('N3ML_NOT_CONVERTED', `The run in '${folder}' ${what}. Name a folder that 'n3ml convert' has written.`, {
    details: { folder, model: checkpoint?.model },
  });
}

/** `n3ml doctor <run>` */
export async function run(args: readonly string[], context: CliContext): Promise<number> {
  const { cwd, stdout } = context;
  const { operands, words, values, help } = peek(args, specs);
  const shown = operands[0] ?? words.at(-1) ?? '';
  const registry = await loadRegistry(context, values.config);
  const command = createCommand('n3ml doctor', context)
    .argument('<run>', "run folder of 'n3ml convert'")
    .description('Examines a converted network: its layers against the ANN, accuracy and cost by steps, and what stands out.');
  addFlags(command, flagsOf(specs), 'Options:');
  addExamples(command, examples);
  if (help || shown === '') parse(command, args);

  const folder = resolve(cwd, shown);
  const { record, checkpoint } = await readConverted(folder);
  const name = datasetName(registry, values.data ?? record.data.name);
  const dataFlags = prefixedFlagsOf(registry.optionsOf('dataset', name), name);
  addFlags(command, dataFlags, `Options of the dataset ${name}:`);
  parse(command, args);
  const remembered = name === record.data.name ? record.data.options : {};
  const asked = chooseData(registry, name, givenOptions(dataFlags, command), values.dataDir, cwd);
  const options = givenOptions(flagsOf(doctorSpecs), command);

  const { workers = 1, executor, backend, json } = values;
  const diagnosis = await withBus(context, values, async (bus, signal) => {
    const dataset = await loadData(registry, { name, options: { ...remembered, ...asked.options } }, bus, signal);
    // What is asked for has to be there; the default may be more than there is.
    const count = values.samples ?? Math.min(doctorSpecs.samples.default, dataset.test.count);
    return doctor(checkpoint, firstSamples(dataset, 'test', count), {
      registry,
      bus,
      signal,
      workers,
      ...(executor && { executor }),
      ...(backend !== undefined && { backend }),
      options,
    });
  });

  await writeDiagnosis(folder, shown, diagnosis);
  if (json) stdout.write(`${JSON.stringify({ type: 'diagnosis', ...diagnosis })}\n`);
  const talk = createTalk(context, values);
  talk.say(diagnosisText(diagnosis));
  talk.note(`\nWrote ${join(shown, runFiles.diagnosis)} and ${join(shown, runFiles.diagnosisPage)}, which has the plots.`);
  return exitCode.ok;
}

async function writeDiagnosis(folder: string, shown: string, diagnosis: Diagnosis): Promise<void> {
  const page = diagnosisPage(diagnosis, { title: `Diagnosis of ${shown}`, command: `npx n3ml doctor ${shown}` });
  await writeFileAtomic(join(folder, runFiles.diagnosis), Buffer.from(`${JSON.stringify(diagnosis, undefined, 2)}\n`));
  await writeFileAtomic(join(folder, runFiles.diagnosisPage), Buffer.from(page));
}
