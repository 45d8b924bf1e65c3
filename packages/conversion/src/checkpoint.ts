import type { Checkpoint, Json } from '@n3ml/core';
import { checkModel } from '@n3ml/core/run';
import { type Preprocess, type Preprocessing, preprocessor } from './preprocess.ts';
import { checkNetwork } from './saved/check-network.ts';
import { badCheckpoint, JsonFields } from './saved/json-fields.ts';
import { layerFrom, layerRecord, layerTensors } from './saved/layer-record.ts';
import { sizeOf } from './size-of.ts';
import type { SpikingNetwork } from './spiking-network.ts';

/** The name of a converted network in the registry and in checkpoints. */
export const CONVERTED = 'converted';

/** Where a converted network comes from. */
export interface Origin {
  /** What was done to the samples in training; the same is done to those that are classified. @default nothing but bytes 0..255 to 0..1 */
  readonly preprocessing?: Preprocessing;
  /** Names of the classes, in the order of the outputs. */
  readonly classes?: readonly string[];
  /** The network that was converted, and the fraction of test samples that it gets right. */
  readonly ann?: { readonly name: string; readonly accuracy?: number };
  readonly balancer?: { readonly name: string; readonly options: Readonly<Record<string, number | string | boolean>> };
}

/** A converted network that was read from a checkpoint. */
export interface Converted {
  readonly network: SpikingNetwork;
  readonly origin: Origin;
  /** Makes values for the network out of a sample. */
  readonly preprocess: Preprocess;
}

/**
 * A converted network as a checkpoint: its structure as JSON in `options`, where it comes from in `progress`, and for each layer the tensors `<layer>/weights/<input>`,
 * `<layer>/bias` and `<layer>/lambda`.
 */
export function toCheckpoint(network: SpikingNetwork, origin: Origin = {}): Checkpoint {
  const { layers, ...rest } = network;
  return {
    model: CONVERTED,
    options: { ...rest, layers: layers.map(layerRecord) },
    progress: { ...origin } as Readonly<Record<string, Json>>,
    tensors: Object.fromEntries(layers.flatMap((layer) => Object.entries(layerTensors(layer)))),
  };
}

function networkFrom({ options, tensors }: Checkpoint): SpikingNetwork {
  const fields = new JsonFields(options, 'options');
  const initialPotential = fields.number('initialPotential', 0, 1);
  if (initialPotential === 1) throw badCheckpoint('options.initialPotential is 1, the threshold itself');
  const network: SpikingNetwork = {
    input: fields.integers('input', [1, 3], 1),
    encoding: fields.choice('encoding', ['bernoulli', 'signed-bernoulli', 'current']),
    inputScale: fields.number('inputScale', 2 ** -24, 2 ** 24),
    layers: fields.objects('layers').map((layer) => layerFrom(layer, tensors)),
    resetBy: fields.choice('resetBy', ['zero', 'subtraction']),
    initialPotential,
  };
  if (network.encoding === 'current' && network.inputScale !== 1) throw badCheckpoint('options.inputScale of a current is not 1');
  checkNetwork(network);
  return network;
}

function preprocessingFrom(fields: JsonFields, network: SpikingNetwork): Preprocessing {
  const channels = network.input.at(-1)!;
  const [mean, std] = [fields.numbers('mean'), fields.numbers('std')];
  const fits = [mean, std].every(({ length }) => length === 1 || length === channels);
  if (fits && std.every((value) => value > 0)) return { mean, std };
  throw badCheckpoint(`progress.preprocessing has mean [${mean}] and std [${std}] for ${channels} channels`);
}

function originFrom(checkpoint: Checkpoint, network: SpikingNetwork): Origin {
  const fields = new JsonFields(checkpoint.progress, 'progress');
  const ann = fields.has('ann') ? fields.object('ann') : undefined;
  const balancer = fields.has('balancer') ? fields.object('balancer') : undefined;
  const outputs = sizeOf(network.layers.at(-1)!.shape);
  const classes = fields.has('classes') ? fields.strings('classes') : undefined;
  if (classes && classes.length !== outputs) throw badCheckpoint(`progress.classes has ${classes.length} names for ${outputs} outputs`);
  return {
    ...(fields.has('preprocessing') && { preprocessing: preprocessingFrom(fields.object('preprocessing'), network) }),
    ...(classes && { classes }),
    ...(ann && { ann: { name: ann.string('name'), ...(ann.has('accuracy') && { accuracy: ann.number('accuracy', 0, 1) }) } }),
    ...(balancer && { balancer: { name: balancer.string('name'), options: balancer.object('options').scalars() } }),
  };
}

/**
 * The converted network of a checkpoint. Everything is checked: names, shapes, operations, finite numbers, the grid.
 *
 * @throws N3mlError N3ML_CHECKPOINT_MODEL where it is of another model, N3ML_BAD_CHECKPOINT where anything is missing or not as {@link toCheckpoint} writes it
 */
export function fromCheckpoint(checkpoint: Checkpoint): Converted {
  checkModel(checkpoint, CONVERTED);
  const network = networkFrom(checkpoint);
  const origin = originFrom(checkpoint, network);
  return { network, origin, preprocess: preprocessor(origin.preprocessing) };
}
