import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CliContext } from './context.ts';
import { chooseData, type DataChoice, firstSamples, loadData } from './data.ts';
import { exitCode, exitCodeOfSignal } from './exit-code.ts';
import type { Flag } from './flag.ts';
import { holdOut } from './hold-out.ts';
import { fileObservers, observerFiles } from './observe.ts';
import { type Peek, peek } from './peek.ts';
import { loadRegistry } from './registry.ts';
import { writeReport } from './report.ts';
import { type Claim, type EarlierRun, readRun, refuseContradictions } from './resume.ts';
import { commandText, resumeArguments } from './resume-arguments.ts';
import { clearRun, freeRunFolder, openFolder, refuseRun, runFiles } from './run-folder.ts';
import { type RunRecord, writeRecord } from './run-record.ts';
import { createTalk, percent } from './talk.ts';
import { readTrainRequest, requireOut, type TrainRequest, type TrainValues } from './train-request.ts';
import type { TrainVerb } from './train-verb.ts';
import { trainInto } from './training.ts';
import { version } from './version.ts';
import { withBus } from './with-bus.ts';

/** Trains by the arguments of a command. */
export async function train(args: readonly string[], context: CliContext, verb: TrainVerb): Promise<number> {
  const { cwd } = context;
  const early: Peek<TrainValues> = peek(args, verb.specs);
  const { values } = early;
  const registry = await loadRegistry(context, values.config);
  const earlier = values.resume && !early.help ? await readRun(resolve(cwd, requireOut(values, verb))) : undefined;
  const request = readTrainRequest(args, early, verb, { context, registry, record: earlier?.record });
  const asked = chooseData(registry, request.data, request.dataOptions, values.dataDir, cwd);
  const talk = createTalk(context, values);
  if (earlier) {
    refuseContradictions(claimsOf(request, asked, earlier));
    if (isComplete(earlier.record, values)) {
      talk.say(
        `The run in ${values.out} is finished. To train it further: ${commandText([...resumeArguments(verb.name, args), '--epochs', '<more>'])}`,
      );
      return exitCode.ok;
    }
  }

  const model = verb.make(registry, request.model, earlier?.checkpoint?.options ?? earlier?.record.options ?? request.modelOptions);
  const folder = values.out === undefined ? freeRunFolder(cwd, model.name) : resolve(cwd, values.out);
  if (!earlier && !values.overwrite) await refuseRun(folder);
  const undo = await openFolder(folder);
  const epochs = values.epochs ?? earlier?.record.epochs;
  const begin = (samples: number, validation: number): RunRecord => ({
    n3ml: version,
    command: verb.name,
    model: model.name,
    options: request.modelOptions,
    data: asked,
    ...earlier?.record,
    samples,
    ...(validation > 0 && { validation }),
    ...(epochs === undefined ? {} : { epochs }),
    finished: false,
    // Labels and accuracy were those of the network as it was.
    results: {},
  });

  // Those of every observer: what an earlier run was watched with is not known.
  const files = observerFiles(registry);
  const { workers, executor, backend, checkpointEvery } = values;
  const how = {
    ...(workers && { workers }),
    ...(executor && { executor }),
    ...(backend !== undefined && { backend }),
    ...(checkpointEvery && { checkpointEvery }),
  };
  let cleared = false;

  const outcome = await withBus(context, values, async (bus, signal) => {
    const dataset = await loadData(registry, earlier?.record.data ?? asked, bus, signal);
    const data = firstSamples(dataset, 'train', earlier?.record.samples ?? values.samples);
    if (!earlier) await clearRun(folder, files);
    cleared = !earlier;
    for (const observer of fileObservers(registry, request.observers, request.observerOptions, { folder, cwd })) bus.attach(observer);
    const held = earlier?.record.validation ?? values.validation ?? verb.validation?.(data.count) ?? 0;
    const { learned, validation } = holdOut(data, held);
    const record = begin(data.count, held);
    await writeRecord(folder, record);
    const resume = earlier?.checkpoint;
    const result = await trainInto(
      { registry, bus, signal, folder, ...(epochs && { epochs }), ...(resume && { resume }), ...(validation && { validation }), ...how },
      model,
      learned,
    );
    if (result.finished) await verb.finish?.(model, result.checkpoint, data, folder);
    return { dataset, record, result };
  }).catch(async (error: unknown) => {
    // Nothing was kept of what was learned: a run folder would only be in the way of the next attempt.
    if (cleared && !existsSync(join(folder, runFiles.checkpoint))) await clearRun(folder, files);
    await undo();
    throw error;
  });

  const { dataset, result } = outcome;
  const record: RunRecord = { ...outcome.record, finished: result.finished, results: { train: result.results } };
  await writeRecord(folder, record);
  await writeReport(folder, { record, synthetic: dataset.synthetic, model });
  const shown = values.out ?? folder.slice(cwd.length + 1);
  if (!result.finished) {
    talk.say(
      `Interrupted after ${result.results.samples ?? 'some'} samples; everything up to there is saved. To go on:\n  ${commandText(resumeArguments(verb.name, args, shown))}`,
    );
    return exitCodeOfSignal(context.signal);
  }
  talk.say(`Trained ${model.name} on ${record.samples} samples of ${dataset.name}${dataset.synthetic ? ' (synthetic data)' : ''}.`);
  talk.note(`Checkpoint: ${join(shown, runFiles.checkpoint)}\nReport:     ${join(shown, runFiles.report)}`);
  if (record.validation)
    talk.say(`Accuracy ${percent(result.results.accuracy ?? Number.NaN)} on the ${record.validation} of them that were held out.`);
  talk.note(`Next: ${verb.next(model, shown)}`);
  return exitCode.ok;
}

/** Whether nothing is left to do. */
const isComplete = (record: RunRecord, { epochs }: TrainValues): boolean =>
  record.finished && (epochs === undefined || epochs === record.epochs);

/** What the flags say of a run that goes on. Only more epochs may be asked for. */
function claimsOf(
  { values, model, modelOptions, modelFlags, data, dataOptions }: TrainRequest,
  asked: DataChoice,
  { record, checkpoint }: EarlierRun,
): Claim[] {
  const had: Readonly<Record<string, unknown>> = checkpoint?.options ?? record.options;
  const fewer = values.epochs !== undefined && values.epochs < (record.epochs ?? 1);
  const ofModel = ({ name, option }: Flag): Claim => ({ flag: `--${name}`, given: modelOptions[option], had: had[option] });
  return [
    { flag: 'Model', given: model, had: record.model },
    { flag: '--data', given: data, had: record.data.name },
    { flag: '--data-dir', given: values.dataDir && asked.options.dir, had: record.data.options.dir },
    { flag: '--samples', given: values.samples, had: record.samples },
    { flag: '--validation', given: values.validation, had: record.validation },
    ...(fewer ? [{ flag: '--epochs', given: values.epochs, had: record.epochs ?? 1 }] : []),
    ...modelFlags.map(ofModel),
    ...Object.entries(dataOptions).map(([option, given]) => ({
      flag: `Option ${option} of ${data}`,
      given,
      had: record.data.options[option],
    })),
  ];
}
