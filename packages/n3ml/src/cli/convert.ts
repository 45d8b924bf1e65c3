import { join, resolve } from 'node:path';
import {
  annTrainingSpecs,
  balance,
  convert,
  convertSpecs,
  preprocessor,
  readModel,
  type SpikingNetwork,
  toCheckpoint,
} from '@n3ml/conversion';
import { writeCheckpoint } from '@n3ml/core/node';
import { openBackend } from '@n3ml/tensor';
import { findAnn, foreignSpecs, preprocessingOf } from './ann-source.ts';
import { addExamples, createCommand, parse } from './command.ts';
import { dataSpecs, liveSpecs, outputSpecs } from './common-options.ts';
import type { CliContext } from './context.ts';
import { chooseData, firstSamples, loadData } from './data.ts';
import { exitCode } from './exit-code.ts';
import { addFlags, type FlagSpecs, flagsOf, givenOptions, prefixedFlagsOf } from './flag.ts';
import { observerFiles } from './observe.ts';
import { peek } from './peek.ts';
import { datasetName, knownName, loadRegistry } from './registry.ts';
import { clearRun, freeRunFolder, openFolder, refuseRun, runFiles } from './run-folder.ts';
import { writeRecord } from './run-record.ts';
import { createTalk } from './talk.ts';
import { textTable } from './text-table.ts';
import { version } from './version.ts';
import { withBus } from './with-bus.ts';

const specs = {
  ...dataSpecs,
  balance: { type: 'string', describe: "balancer of the thresholds ('n3ml plugins' lists them)", default: 'activation' },
  samples: { type: 'integer', describe: 'training samples to balance on, from the first on', default: 5000, min: 1 },
  batch: { type: 'integer', describe: 'samples at once', default: 50, min: 1 },
  out: { type: 'string', describe: 'run folder; without it runs/<network>-snn, runs/<network>-snn-2 ...' },
  overwrite: { type: 'boolean', describe: 'replaces the run in --out', default: false },
  weights: { type: 'string', describe: 'file of safetensors with the weights of a network that is named' },
  layout: { type: 'string', describe: 'whose order of axes they have', default: 'pytorch', choices: ['tensorflow', 'pytorch'] },
  normalize: { ...annTrainingSpecs.normalize, describe: 'what was done to the samples in training, where no run folder says it' },
  backend: { type: 'string', describe: 'what computes with tensors; without it the fastest that is there' },
  ...liveSpecs,
  ...outputSpecs,
} as const satisfies FlagSpecs;

const examples = [
  'n3ml convert runs/ann --balance activation --out runs/snn',
  'n3ml convert runs/ann --percentile 99.9 --initial-potential 0.5',
  'n3ml convert runs/vgg --balance spike-norm --steps 200 --samples 500 --out runs/vgg-snn',
  'n3ml convert my-model --data cifar10 --normalize cifar10    # a folder with the model.json of TensorFlow.js',
  'n3ml convert vgg16 --weights vgg16.safetensors --data cifar10',
];

/** `n3ml convert <network>` */
export async function run(args: readonly string[], context: CliContext): Promise<number> {
  const { cwd } = context;
  const { operands, words, values, help } = peek(args, specs);
  const registry = await loadRegistry(context, values.config);
  const typed = operands[0] ?? words[0];
  const command = createCommand('n3ml convert', context)
    .argument('<network>', "run folder of 'n3ml train-ann', folder with a model.json, or a name with --weights")
    .description('Turns a trained network of ReLUs into one of spiking neurons and writes a run folder.');
  const balancer = knownName(registry, 'balancer', values.balance ?? 'activation');
  const own = flagsOf(specs);
  const convertFlags = flagsOf(convertSpecs);
  const balancerFlags = flagsOf(registry.optionsOf('balancer', balancer), balancer, [...own, ...convertFlags]);
  addFlags(command, own, 'Options:');
  addFlags(command, convertFlags, 'Options of the spiking network:');
  addFlags(command, balancerFlags, `Options of the balancer ${balancer}:`);
  const named = typed !== undefined && values.weights !== undefined && registry.has('ann', typed) ? typed : undefined;
  const annFlags = named === undefined ? [] : flagsOf(foreignSpecs(registry, named), named, [...own, ...convertFlags, ...balancerFlags]);
  addFlags(command, annFlags, `Options of ${named}:`);
  addExamples(command, examples);
  if (help || typed === undefined) parse(command, args);

  const source = await findAnn(registry, typed ?? '', cwd, {
    weights: values.weights,
    layout: values.layout,
    normalize: values.normalize,
    options: () => givenOptions(annFlags, command),
  });
  const data = datasetName(registry, values.data ?? source.data?.name ?? 'synthetic');
  const dataFlags = prefixedFlagsOf(registry.optionsOf('dataset', data), data);
  addFlags(command, dataFlags, `Options of the dataset ${data}:`);
  parse(command, args);
  const asked = chooseData(registry, data, givenOptions(dataFlags, command), values.dataDir, cwd);
  const choice = data === source.data?.name ? { ...asked, options: { ...source.data.options, ...asked.options } } : asked;
  const balancerOptions = givenOptions(balancerFlags, command);
  const preprocessing = preprocessingOf(source.normalize);
  // Values of both signs have no other spikes.
  const encoding = preprocessing === undefined ? 'bernoulli' : 'signed-bernoulli';
  const options = { encoding, ...givenOptions(convertFlags, command) } as const;

  const told = { ...options, balance: balancer, ...balancerOptions };
  const talk = createTalk(context, values);
  const folder = values.out === undefined ? freeRunFolder(cwd, `${source.name}-snn`) : resolve(cwd, values.out);
  if (!values.overwrite) await refuseRun(folder);
  const undo = await openFolder(folder);
  const made = await withBus(context, values, async (bus, signal) => {
    const dataset = await loadData(registry, choice, bus, signal);
    const train = firstSamples(dataset, 'train', values.samples ?? Math.min(5000, dataset.train.count));
    const { summary } = await openBackend({ registry, ...(values.backend !== undefined && { backend: values.backend }) });
    talk.note(summary);
    const model = await source.load(train, bus);
    const network = readModel(model);
    model.dispose();
    const { name, synthetic } = dataset;
    const began = performance.now();
    bus.channel('run:start').emit({ verb: 'convert', model: source.name, options: told, data: name, synthetic, samples: train.count });
    const made = registry.resolve('balancer', balancer, balancerOptions);
    const found = await balance(network, train, made, {
      ...options,
      registry,
      bus,
      signal,
      preprocess: preprocessor(preprocessing),
      ...(values.batch && { batch: values.batch }),
    });
    const spiking = convert(network, found, options);
    bus.channel('run:end').emit({ finished: true, results: {}, seconds: (performance.now() - began) / 1000 });
    return { spiking, dataset, samples: train.count };
  }).catch(async (error: unknown) => {
    await undo();
    throw error;
  });

  const { spiking, dataset, samples } = made;
  await clearRun(folder, observerFiles(registry));
  const checkpoint = toCheckpoint(spiking, {
    ...(preprocessing && { preprocessing }),
    classes: dataset.classes,
    ann: { name: source.name, ...(source.accuracy !== undefined && { accuracy: source.accuracy }) },
    balancer: { name: balancer, options: balancerOptions },
  });
  await writeCheckpoint(join(folder, runFiles.checkpoint), checkpoint);
  await writeRecord(folder, {
    n3ml: version,
    command: 'convert',
    model: checkpoint.model,
    options: told,
    data: choice,
    samples,
    finished: true,
    results: {},
  });
  const shown = values.out ?? folder.slice(cwd.length + 1);
  talk.say(
    `Converted ${source.name}, balanced by ${balancer} on ${samples} samples of ${dataset.name}${dataset.synthetic ? ' (synthetic data)' : ''}.`,
  );
  talk.note(layerTable(spiking));
  talk.note(`Next: npx n3ml infer ${shown} --steps 50, or npx n3ml doctor ${shown}`);
  return exitCode.ok;
}

const median = (values: Float32Array): number => values.toSorted()[values.length >> 1]!;

/** A line for each layer: its shape, lambda, and the threshold in the units of the papers. */
function layerTable({ layers, inputScale }: SpikingNetwork): string {
  const lambdas = new Map([['input', inputScale], ...layers.map(({ name, lambda }) => [name, median(lambda)] as const)]);
  const rows = layers.map(({ name, shape, lambda, inputs }) => {
    const before = lambdas.get(inputs[0]!.from)!;
    return [name, shape.join(' x '), median(lambda).toPrecision(4), (median(lambda) / before).toPrecision(4)];
  });
  return textTable(['layer', 'neurons', 'lambda', 'threshold'], rows);
}
