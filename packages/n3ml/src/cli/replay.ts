import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { N3mlError } from '@n3ml/core';
import { openRecording, replayInto } from '@n3ml/recording/node';
import { addExamples, createCommand, parse } from './command.ts';
import { dashboardSpec, observeSpec, outputSpecs } from './common-options.ts';
import type { CliContext } from './context.ts';
import { exitCode, exitCodeOfSignal } from './exit-code.ts';
import { addFlags, type FlagSpecs, flagsOf, givenOptions, prefixedFlagsOf } from './flag.ts';
import { askedObservers, fileObservers } from './observe.ts';
import { peek } from './peek.ts';
import { loadRegistry } from './registry.ts';
import { createTalk } from './talk.ts';
import { withBus } from './with-bus.ts';

const specs = {
  speed: { type: 'number', describe: 'times the pace of the run; 0 as fast as it goes', default: 0, min: 0 },
  from: { type: 'integer', describe: 'begins after so many samples', default: 0, min: 0 },
  to: { type: 'integer', describe: 'ends once so many samples are done; without it at the end', min: 1 },
  partial: { type: 'boolean', describe: 'plays what there is of a recording that is cut short', default: false },
  observe: { ...observeSpec.observe, describe: "observers, separated by commas ('n3ml plugins' lists them)" },
  ...dashboardSpec,
  ...outputSpecs,
} as const satisfies FlagSpecs;

const examples = [
  'n3ml train diehl-cook-2015 --out runs/first --observe record',
  'n3ml replay runs/first --observe raster,csv    # writes replay-raster.svg and replay-metrics.csv there',
  'n3ml replay runs/first/events.n3ml --speed 10 --dashboard',
];

/** The recording of a run folder, or the file itself. */
function recordingAt(path: string, shown: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) return path;
  const file = join(path, 'events.n3ml');
  if (existsSync(file)) return file;
  throw new N3mlError(
    'N3ML_NO_RECORDING',
    `There is no events.n3ml in '${shown}'. Record a run with --observe record, or name the file of a recording.`,
    { details: { path } },
  );
}

/** A recording without an end is told of before an observer has begun a file. */
async function requireWhole(path: string, shown: string): Promise<void> {
  const { totals } = await openRecording(path);
  if (totals) return;
  throw new N3mlError(
    'N3ML_RECORDING_CUT',
    `'${shown}' has no end: it is cut short, damaged, or still being written. Play what there is of it with --partial.`,
    { details: { path } },
  );
}

/** `n3ml replay <run|file>` */
export async function run(args: readonly string[], context: CliContext): Promise<number> {
  const { cwd } = context;
  const { operands, words, values } = peek(args, specs);
  const shown = operands[0] ?? words.at(-1) ?? '';
  const registry = await loadRegistry(context, values.config);
  const command = createCommand('n3ml replay', context)
    .argument('<recording>', 'run folder, or the file that the observer record has written')
    .description('Plays the events of a recorded run to observers, as the run did: pictures can be drawn afterwards.');
  addFlags(command, flagsOf(specs), 'Options:');
  addExamples(command, examples);
  const observers = askedObservers(registry, values.observe).map((name) => ({
    name,
    flags: prefixedFlagsOf(registry.optionsOf('observer', name), name),
  }));
  for (const { name, flags } of observers) addFlags(command, flags, `Options of the observer ${name}:`);
  parse(command, args);

  const path = recordingAt(resolve(cwd, shown), shown);
  const { speed = 0, from = 0, to = Infinity, partial = false } = values;
  if (!partial) await requireWhole(path, shown);
  const names = observers.map(({ name }) => name);
  const options = Object.fromEntries(observers.map(({ name, flags }) => [name, givenOptions(flags, command)]));
  const made = fileObservers(registry, names, options, { folder: dirname(path), cwd, verb: 'replay' });
  const { count, stopped } = await withBus(context, values, async (bus, signal) => {
    for (const observer of made) bus.attach(observer);
    const count = await replayInto(bus, path, { speed: speed === 0 ? Infinity : speed, from, to, partial, signal });
    return { count, stopped: signal.aborted };
  });
  createTalk(context, values).say(`${stopped ? 'Stopped after' : 'Played'} ${count} events of ${shown}.`);
  return context.signal.aborted ? exitCodeOfSignal(context.signal) : exitCode.ok;
}
