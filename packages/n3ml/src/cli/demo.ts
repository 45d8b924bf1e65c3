import { readdir, rename, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type EventBus, N3mlError, type Registry } from '@n3ml/core';
import { writeCheckpoint } from '@n3ml/core/node';
import { addExamples, createCommand, parse } from './command.ts';
import { executionSpecs, liveSpecs, outputSpecs } from './common-options.ts';
import { confusionOf } from './confusion.ts';
import type { CliContext } from './context.ts';
import { firstSamples, loadData } from './data.ts';
import { exitCode, exitCodeOfSignal } from './exit-code.ts';
import { addFlags, type FlagSpecs, flagsOf, type ValuesOf } from './flag.ts';
import { resolveTrainable } from './model.ts';
import { fileObservers, observerNames } from './observe.ts';
import { peek } from './peek.ts';
import { loadRegistry } from './registry.ts';
import { type ReportFacts, writeReport } from './report.ts';
import { openFolder, runFiles } from './run-folder.ts';
import { type RunRecord, readRecord, writeRecord } from './run-record.ts';
import { createTalk, percent } from './talk.ts';
import { trainInto } from './training.ts';
import { version } from './version.ts';
import { withBus } from './with-bus.ts';

const specs = {
  out: { type: 'string', describe: 'run folder; an earlier demo there is replaced', default: join('runs', 'demo') },
  samples: { type: 'integer', describe: 'training samples', default: 10_000, min: 1 },
  workers: executionSpecs.workers,
  ...liveSpecs,
  ...outputSpecs,
} as const satisfies FlagSpecs;

const name = 'diehl-cook-2015';
const options = { neurons: 100 };
const data = { name: 'synthetic-digits', options: {} };

/** `n3ml demo`: what `npm start` runs. */
export async function run(args: readonly string[], context: CliContext): Promise<number> {
  const { values } = peek(args, specs);
  const command = createCommand('n3ml demo', context).description(
    'Trains, labels and tests a network of 100 neurons on synthetic digits, in about a minute.',
  );
  addFlags(command, flagsOf(specs), 'Options:');
  addExamples(command, ['n3ml demo', 'n3ml demo --dashboard', 'n3ml demo --out /tmp/demo --json | tail -n 1']);
  parse(command, args);

  const registry = await loadRegistry(context, values.config);
  const out = resolve(context.cwd, values.out ?? specs.out.default);
  const shown = relative(context.cwd, out).startsWith('..') ? out : relative(context.cwd, out);
  await refuseOthers(out);
  // The earlier demo stays until this one is complete.
  const folder = `${out}.part-${process.pid}`;
  const undo = await openFolder(folder);

  const talk = createTalk(context, values);
  talk.note('The digits of this demo are SYNTHETIC: a program draws them. No figure here is one on real digits.');
  try {
    const facts = await withBus(context, values, (bus, signal) => runAll(bus, registry, folder, values, { cwd: context.cwd, signal }));
    if (facts === undefined) {
      talk.say('Interrupted; nothing was kept.');
      return exitCodeOfSignal(context.signal);
    }
    await writeReport(folder, { ...facts, shownAs: shown });
    const { accuracy = Number.NaN, samples } = facts.record.results.infer ?? {};
    await rm(out, { recursive: true, force: true });
    await rename(folder, out);
    talk.say(`Accuracy ${percent(accuracy)} on ${samples} synthetic test digits.`);
    talk.note(farewell(shown));
    return exitCode.ok;
  } finally {
    await rm(folder, { recursive: true, force: true });
    await undo();
  }
}

/** A demo replaces the whole folder, so nothing else may be in it. */
async function refuseOthers(out: string): Promise<void> {
  if ((await readRecord(out))?.command === 'demo') return;
  const names = await readdir(out).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? [] : [out]));
  if (names.length === 0) return;
  throw new N3mlError('N3ML_RUN_EXISTS', `'${out}' holds something that is no demo. Choose another folder with --out.`, {
    details: { path: out },
  });
}

/** Train, assign, infer into the folder; gives the record, or nothing where a signal stopped it. */
async function runAll(
  bus: EventBus,
  registry: Registry,
  folder: string,
  { samples, workers = 1 }: ValuesOf<typeof specs>,
  { cwd, signal }: Pick<CliContext, 'cwd' | 'signal'>,
): Promise<ReportFacts | undefined> {
  const model = resolveTrainable(registry, name, options);
  const dataset = await loadData(registry, data, bus, signal);
  const training = firstSamples(dataset, 'train', samples);
  const test = firstSamples(dataset, 'test');
  for (const observer of fileObservers(registry, observerNames(registry), {}, { folder, cwd })) bus.attach(observer);
  const context = { registry, bus, signal, workers };

  const trained = await trainInto({ ...context, folder }, model, training);
  if (!trained.finished) return undefined;
  const assigned = (await model.assign?.(trained.checkpoint, training, context)) ?? trained;
  if (!assigned.finished) return undefined;
  await writeCheckpoint(join(folder, runFiles.checkpoint), assigned.checkpoint);
  const tested = await model.infer(assigned.checkpoint, test, context);
  if (!tested.finished) return undefined;

  const results = { train: trained.results, assign: assigned.results, infer: tested.results };
  const record: RunRecord = {
    n3ml: version,
    command: 'demo',
    model: name,
    options,
    data,
    samples: training.count,
    finished: true,
    results,
  };
  await writeRecord(folder, record);
  return {
    record,
    synthetic: dataset.synthetic,
    model,
    confusion: confusionOf(tested.checkpoint, dataset.classes, test.labels),
  };
}

const farewell = (folder: string): string => `
${table([
  [join(folder, 'report.html'), 'the run on one page: open it in a browser'],
  [join(folder, 'weights.png'), 'what each of the 100 neurons has learned to answer to'],
  [join(folder, 'events.jsonl'), 'every event of the run'],
  [join(folder, runFiles.checkpoint), 'the trained network'],
])}

Next:
${table([
  [`  npx n3ml infer ${folder} --samples 500`, 'the same network again'],
  [`  npx n3ml train ${name} --data mnist --neurons 400 --out runs/mnist`, 'real digits (downloads 11 MB)'],
  [`  npx n3ml train ${name} --help`, 'every option of the model'],
  [`  npx n3ml kernels ${name} | less`, 'what its equations are compiled to'],
])}`;

/** Rows of two columns. */
function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`).join('\n');
}
