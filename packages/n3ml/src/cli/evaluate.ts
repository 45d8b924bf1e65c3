import { resolve } from 'node:path';
import { type Checkpoint, type Dataset, type LabelledSet, type Model, N3mlError, type RunContext, type RunResult } from '@n3ml/core';
import { addExamples, createCommand, parse } from './command.ts';
import { dataSpecs, executionSpecs, liveSpecs, observeSpec, outputSpecs } from './common-options.ts';
import type { CliContext } from './context.ts';
import { chooseData, type DataChoice, firstSamples, loadData } from './data.ts';
import { addFlags, type FlagSpecs, flagsOf, givenOptions, prefixedFlagsOf } from './flag.ts';
import { resolveTrained } from './model.ts';
import { askedObservers, fileObservers } from './observe.ts';
import { peek } from './peek.ts';
import { datasetName, loadRegistry } from './registry.ts';
import { readRun } from './resume.ts';
import type { RunRecord } from './run-record.ts';
import { createTalk, type Talk } from './talk.ts';
import { withBus } from './with-bus.ts';

const specs = {
  ...dataSpecs,
  samples: { type: 'integer', describe: 'how many samples, from the first on', min: 1 },
  ...observeSpec,
  ...liveSpecs,
  ...executionSpecs,
  ...outputSpecs,
} as const satisfies FlagSpecs;

/** A verb that works from the checkpoint of a run folder. */
export interface Evaluation {
  readonly verb: 'assign' | 'infer';
  readonly summary: string;
  readonly examples: readonly string[];
  readonly split: 'train' | 'test';
  /** Samples where `--samples` isn't given. */
  readonly samples: (available: number) => number;
  readonly run: (model: Model, checkpoint: Checkpoint, data: LabelledSet, context: RunContext) => Promise<RunResult>;
}

/** What it gave. */
export interface Evaluated {
  readonly folder: string;
  /** The folder as it was typed. */
  readonly shown: string;
  readonly record: RunRecord;
  readonly model: Model;
  readonly dataset: Dataset;
  readonly data: LabelledSet;
  readonly result: RunResult;
  readonly talk: Talk;
}

/** Reads the arguments of a verb, the run folder and its data, and runs it. */
export async function evaluate(
  args: readonly string[],
  context: CliContext,
  { verb, summary, examples, ...evaluation }: Evaluation,
): Promise<Evaluated> {
  const { operands, words, values, help } = peek(args, specs);
  const shown = operands[0] ?? words.at(-1) ?? '';
  const registry = await loadRegistry(context, values.config);
  const command = createCommand(`n3ml ${verb}`, context).argument('<run>', 'run folder').description(summary);
  addFlags(command, flagsOf(specs), 'Options:');
  addExamples(command, examples);
  if (help || shown === '') parse(command, args);

  const folder = resolve(context.cwd, shown);
  const { record, checkpoint } = await readRun(folder);
  const name = datasetName(registry, values.data ?? record.data.name);
  const dataFlags = prefixedFlagsOf(registry.optionsOf('dataset', name), name);
  addFlags(command, dataFlags, `Options of the dataset ${name}:`);
  const observers = askedObservers(registry, values.observe).map((observer) => ({
    name: observer,
    flags: prefixedFlagsOf(registry.optionsOf('observer', observer), observer),
  }));
  for (const { name: observer, flags } of observers) addFlags(command, flags, `Options of the observer ${observer}:`);
  const model = checkpoint && resolveTrained(registry, checkpoint.model, checkpoint.options);
  const verbFlags = flagsOf((verb === 'infer' && model?.inferOptions) || {});
  addFlags(command, verbFlags, `Options of ${verb} with ${checkpoint?.model}:`);
  parse(command, args);
  if (checkpoint === undefined || model === undefined) {
    throw new N3mlError(
      'N3ML_NO_CHECKPOINT',
      `The run in '${folder}' has no checkpoint yet. Go on with it: npx n3ml train --resume --out ${shown}.`,
      { details: { folder } },
    );
  }
  const remembered = name === record.data.name ? record.data.options : {};
  const asked = chooseData(registry, name, givenOptions(dataFlags, command), values.dataDir, context.cwd);
  const choice: DataChoice = { name, options: { ...remembered, ...asked.options } };

  return withBus(context, values, async (bus, signal) => {
    const dataset = await loadData(registry, choice, bus, signal);
    const data = firstSamples(dataset, evaluation.split, values.samples ?? evaluation.samples(dataset[evaluation.split].count));
    const { workers = 1, executor, backend } = values;
    const names = observers.map((observer) => observer.name);
    const options = Object.fromEntries(observers.map((observer) => [observer.name, givenOptions(observer.flags, command)]));
    for (const observer of fileObservers(registry, names, options, { folder, cwd: context.cwd, verb })) bus.attach(observer);
    const result = await evaluation.run(model, checkpoint, data, {
      registry,
      bus,
      signal,
      workers,
      ...(executor && { executor }),
      ...(backend !== undefined && { backend }),
      options: givenOptions(verbFlags, command),
    });
    return { folder, shown, record, model, dataset, data, result, talk: createTalk(context, values) };
  });
}
