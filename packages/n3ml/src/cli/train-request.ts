import { N3mlError, type Registry, suggest } from '@n3ml/core';
import { addExamples, createCommand, HelpShown, parse } from './command.ts';
import { dataSpecs, executionSpecs, liveSpecs, observeSpec, outputSpecs } from './common-options.ts';
import type { CliContext } from './context.ts';
import { addFlags, type Flag, type FlagSpecs, flagsOf, givenOptions, type OptionValues, prefixedFlagsOf, type ValuesOf } from './flag.ts';
import { observerNames } from './observe.ts';
import type { Peek } from './peek.ts';
import { datasetName, knownName } from './registry.ts';
import type { RunRecord } from './run-record.ts';
import type { TrainVerb } from './train-verb.ts';

/** Options of the commands that train. */
export const trainSpecs = {
  ...dataSpecs,
  samples: { type: 'integer', describe: 'training samples an epoch, from the first on; without it all', min: 1 },
  epochs: { type: 'integer', describe: 'passes over the samples', min: 1 },
  out: { type: 'string', describe: 'run folder; without it runs/<model>, runs/<model>-2 ...' },
  resume: { type: 'boolean', describe: 'goes on from the last checkpoint in --out', default: false },
  overwrite: { type: 'boolean', describe: 'replaces the run in --out', default: false },
  checkpointEvery: { type: 'integer', describe: 'samples from one checkpoint to the next', default: 1000, min: 1 },
  ...observeSpec,
  ...liveSpecs,
  ...executionSpecs,
  ...outputSpecs,
} as const satisfies FlagSpecs;

/** The values of {@link trainSpecs}, and of what a command adds to them. */
export type TrainValues = ValuesOf<typeof trainSpecs> & { readonly validation?: number };

/** What a command that trains was asked for. */
export interface TrainRequest {
  readonly values: TrainValues;
  readonly model: string;
  readonly modelOptions: OptionValues;
  /** The flags of the model's options. */
  readonly modelFlags: readonly Flag[];
  readonly data: string;
  readonly dataOptions: OptionValues;
  readonly observers: readonly string[];
  /** Options by observer. */
  readonly observerOptions: Readonly<Record<string, OptionValues>>;
}

/**
 * Reads the arguments of a command that trains, with the flags of the plugins that they name.
 *
 * @param early what is known of them already
 * @param record of the run that goes on, where one does: it stands in for what isn't said
 * @throws N3mlError N3ML_UNKNOWN_NAME, N3ML_BAD_USAGE, N3ML_BAD_FLAG
 * @throws HelpShown
 */
export function readTrainRequest(
  args: readonly string[],
  early: Peek<TrainValues>,
  verb: TrainVerb,
  { context, registry, record }: { readonly context: CliContext; readonly registry: Registry; readonly record: RunRecord | undefined },
): TrainRequest {
  const { operands, words, values, help } = early;
  const typed = words.find((word) => registry.has(verb.kind, word)) ?? operands[0] ?? record?.model;
  if (typed === undefined) return refuseWithoutModel(context, registry, verb, help);
  const model = knownName(registry, verb.kind, typed);
  const data = datasetName(registry, values.data ?? record?.data.name ?? 'synthetic');
  const observers = observerNames(registry, values.observe);

  const own = flagsOf(verb.specs);
  const modelFlags = flagsOf(verb.optionsOf(registry, model), model, own);
  const dataFlags = prefixedFlagsOf(registry.optionsOf('dataset', data), data);
  const observerFlags = observers.map((name) => [name, prefixedFlagsOf(registry.optionsOf('observer', name), name)] as const);

  const command = createCommand(`n3ml ${verb.name} ${model}`, context).argument('[model]').usage('[options]');
  addFlags(command, own, 'Options:');
  addFlags(command, modelFlags, `Options of ${model}:`);
  addFlags(command, dataFlags, `Options of the dataset ${data}:`);
  for (const [name, flags] of observerFlags) addFlags(command, flags, `Options of the observer ${name}:`);
  addExamples(command, verb.examples);
  parse(command, args);

  return {
    values,
    model,
    modelOptions: givenOptions(modelFlags, command),
    modelFlags,
    data,
    dataOptions: givenOptions(dataFlags, command),
    observers,
    observerOptions: Object.fromEntries(observerFlags.map(([name, flags]) => [name, givenOptions(flags, command)])),
  };
}

function refuseWithoutModel(
  context: CliContext,
  registry: Registry,
  { name, kind, summary, specs, examples }: TrainVerb,
  help: boolean,
): never {
  const known = registry.names(kind);
  const usage = `n3ml ${name} <${kind}>`;
  if (!help) throw new N3mlError('N3ML_BAD_USAGE', `Say what to train: ${usage}. ${suggest('', known)}`);
  const command = createCommand(usage, context).usage('[options]').description(summary);
  addFlags(command, flagsOf(specs), 'Options:');
  command.addHelpText('after', `\nThere are: ${known.join(', ')}. 'n3ml ${name} <${kind}> --help' lists the options of one.`);
  addExamples(command, examples);
  command.outputHelp();
  throw new HelpShown();
}

/** The folder of the run to go on with. */
export function requireOut({ out }: TrainValues, { name }: TrainVerb): string {
  if (out === undefined) throw new N3mlError('N3ML_BAD_USAGE', `--resume needs the run folder: n3ml ${name} --resume --out <folder>.`);
  return out;
}
