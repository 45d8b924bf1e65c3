import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model } from '@n3ml/core';
import { writeFileAtomic } from '@n3ml/core/node';
import { type Confusion, type RunReport, reportHtml } from '@n3ml/observers';
import { readCurve } from './read-curve.ts';
import { runFiles } from './run-folder.ts';
import type { RunRecord } from './run-record.ts';

/** What a report tells beside the files of the run folder. */
export interface ReportFacts {
  readonly record: RunRecord;
  readonly synthetic: boolean;
  readonly model: Pick<Model, 'options' | 'assign'>;
  readonly confusion?: Confusion | undefined;
  /** @default the run folder */
  readonly shownAs?: string;
}

/** Writes `report.html` into a run folder: figures, accuracy curve, pictures, options, and how to go on. */
export async function writeReport(folder: string, facts: ReportFacts): Promise<void> {
  const { record, synthetic, model, confusion } = facts;
  const pictures = (await readdir(folder)).filter((name) => /\.(png|svg)$/.test(name)).sort();
  const { train, assign, infer } = record.results;
  const page = reportHtml({
    title: `${record.model} on ${record.data.name}`,
    model: record.model,
    options: { ...model.options, samples: record.samples, ...(record.epochs === undefined ? {} : { epochs: record.epochs }) },
    data: { name: record.data.name, synthetic },
    results: { ...infer, ...prefixed('training', train), ...prefixed('assign', assign) },
    finished: record.finished,
    curve: await readCurve(folder),
    ...(confusion === undefined ? {} : { confusion }),
    pictures: pictures.map((name) => ({ caption: name, source: { path: name } })),
    commands: nextCommands(facts, folder),
  });
  await writeFileAtomic(join(folder, runFiles.report), Buffer.from(page));
}

/** How to go on from a run. */
function nextCommands({ record, model, shownAs }: ReportFacts, folder: string): NonNullable<RunReport['commands']> {
  const run = shownAs ?? folder;
  const infer = { command: `npx n3ml infer ${run}`, describe: 'Measure the accuracy on the test samples' };
  if (record.command === 'train-ann')
    return [{ command: `npx n3ml convert ${run}`, describe: 'Make it a network of spiking neurons' }, infer];
  if (record.command === 'convert') return [infer, { command: `npx n3ml doctor ${run}`, describe: 'See how well each layer follows' }];
  if (!model.assign) return [infer];
  return [{ command: `npx n3ml assign ${run}`, describe: 'Give each neuron the label to which it answers most' }, infer];
}

/** @example prefixed('training', { accuracy: 0.9 }) // { 'training: accuracy': 0.9 } */
const prefixed = (prefix: string, figures: Readonly<Record<string, number>> = {}): Record<string, number> =>
  Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [`${prefix}: ${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`, value]),
  );
