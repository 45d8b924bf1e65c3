import { once } from 'node:events';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { N3mlError } from '@n3ml/core';
import { openRecording, replayInto } from '@n3ml/recording/node';
import { addExamples, createCommand, parse } from './command.ts';
import { liveSpecs, observeSpec, outputSpecs, usualPort } from './common-options.ts';
import type { CliContext } from './context.ts';
import { exitCode, exitCodeOfSignal } from './exit-code.ts';
import { addFlags, type FlagSpecs, flagsOf, givenOptions, type OptionValues, prefixedFlagsOf } from './flag.ts';
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
  ...liveSpecs,
  ...outputSpecs,
} as const satisfies FlagSpecs;

const examples = [
  'n3ml train diehl-cook-2015 --out runs/first --observe record',
  'n3ml replay runs/first                         # shows it on a page, until Ctrl-C',
  'n3ml replay runs/first/events.n3ml --speed 10  # as it went on, ten times faster',
  'n3ml replay runs/first --observe raster,csv    # writes replay-raster.svg and replay-metrics.csv there',
];

/** The recording of a run folder, or the file itself. */
function recordingAt(path: string, shown: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) return path;
  const file = join(path, 'events.n3ml');
  if (existsSync(file)) return file;
  throw new N3mlError(
    'N3ML_NO_RECORDING',
    `There is no recording (events.n3ml) in '${shown}'. A run is recorded with --observe record: n3ml train <model> --observe record --out <folder>.`,
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

/** An observer that writes to the file that is being played would destroy it. */
function refuseOwnFile(
  observer: string,
  given: OptionValues[string] | undefined,
  { path, shown, cwd }: { readonly path: string; readonly shown: string; readonly cwd: string },
): void {
  if (given === undefined) return;
  const target = resolve(cwd, String(given));
  if (!existsSync(target) || !existsSync(path) || realpathSync(target) !== realpathSync(path)) return;
  throw new N3mlError(
    'N3ML_SAME_FILE',
    `--${observer}.path is the recording that is played, '${shown}', and would destroy it. Name another file, or leave it out: the observer then writes beside the recording.`,
    { details: { observer, path } },
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
    .description(
      'Shows a recorded run on the page of --dashboard; with --observe or --json plays its events there instead, as the run did.',
    );
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
  for (const name of names) refuseOwnFile(name, options[name]?.path, { path, shown, cwd });
  const made = fileObservers(registry, names, options, { folder: dirname(path), cwd, verb: 'replay' });
  // Where the events go nowhere else, somebody wants to see them.
  const isAlone = !values.json && names.length === 0;
  const port = values.dashboard ?? (isAlone ? usualPort : undefined);
  const talk = createTalk(context, values);
  const front = { ...values, recorded: true, orAnyPort: values.dashboard === undefined, ...(port !== undefined && { dashboard: port }) };
  const stopped = await withBus(context, front, async (bus, signal, page) => {
    for (const observer of made) bus.attach(observer);
    const count = await replayInto(bus, path, { speed: speed === 0 ? Infinity : speed, from, to, partial, signal });
    talk.say(`${signal.aborted ? 'Stopped after' : 'Played'} ${count} events of ${shown}.`);
    if (!page || signal.aborted) return signal.aborted;
    page.ended();
    talk.note(`They are shown at ${page.url} until Ctrl-C.`);
    await once(signal, 'abort');
    return false;
  });
  return stopped ? exitCodeOfSignal(context.signal) : exitCode.ok;
}
