import { type Checkpoint, createEventBus, createRegistry, type LabelledSet } from '@n3ml/core';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { beforeAll, expect, it } from 'vitest';
import stdp, { assign, diehlCook2015, infer } from '../src/index.ts';
import { BARS_OPTIONS, bars } from './bars.ts';

const context = { registry: createRegistry().use(neurons, encoders, engine, stdp), bus: createEventBus() };
const data = bars(10);
const model = diehlCook2015(BARS_OPTIONS);
let checkpoint: Checkpoint;
beforeAll(async () => {
  ({ checkpoint } = await model.train(data, context));
});

const other: LabelledSet = { ...data, shape: [4, 16] };

it('infer before assign', async () => {
  await expect(infer(checkpoint, data, context)).rejects.toThrow(
    'The neurons of the checkpoint have no labels yet. Run assign on it first, with labelled training images. [N3ML_NOT_ASSIGNED]',
  );
});

it('data of another shape', async () => {
  const message =
    'The network was trained on samples of shape [8, 8], but those of the data have shape [4, 16]. Use the dataset that it was trained on. [N3ML_SHAPE_MISMATCH]';
  await expect(assign(checkpoint, other, context)).rejects.toThrow(message);
  await expect(model.train(other, { ...context, resume: checkpoint, epochs: 2 })).rejects.toThrow(message);
});

it('a checkpoint of another model', async () => {
  await expect(assign({ ...checkpoint, model: 'bohte-2002' }, data, context)).rejects.toThrow(
    "The checkpoint is of model 'bohte-2002', not of 'diehl-cook-2015'. Make the model that it names, or choose another checkpoint. [N3ML_CHECKPOINT_MODEL]",
  );
});

it.each([Number.NaN, Number.POSITIVE_INFINITY])('a weight that is %d', async (weight) => {
  const [name, tensor] = Object.entries(checkpoint.tensors).find(([, { data: values }]) => values.length === 64 * 9)!;
  const broken = tensor.data.slice();
  broken[5] = weight;
  await expect(
    assign({ ...checkpoint, tensors: { ...checkpoint.tensors, [name]: { ...tensor, data: broken } } }, data, context),
  ).rejects.toThrow(
    `Tensor '${name}' of the checkpoint is ${weight} at index 5; every number has to be finite. Go back to an earlier checkpoint. [N3ML_BAD_CHECKPOINT]`,
  );
});

it('a checkpoint without the shape of its samples', async () => {
  await expect(assign({ ...checkpoint, progress: {} }, data, context)).rejects.toThrow(
    "The checkpoint doesn't say for which shape of samples the network was made: progress.shape is undefined. [N3ML_BAD_CHECKPOINT]",
  );
});

it('assignments of another network', async () => {
  const assignments = { shape: [2], data: Int32Array.of(0, 1) };
  await expect(infer({ ...checkpoint, tensors: { ...checkpoint.tensors, assignments } }, data, context)).rejects.toThrow(
    "Tensor 'assignments' of the checkpoint doesn't hold 9 labels from -1 to 2. Run assign again. [N3ML_BAD_CHECKPOINT]",
  );
});

it('a label beyond the classes', async () => {
  const message = "Sample 3 has label 7, but the model has 3 classes (0 to 2). Set its option 'classes'. [N3ML_BAD_LABEL]";
  const stray = { ...data, labels: data.labels.slice() };
  stray.labels[3] = 7;
  await expect(model.train(stray, context)).rejects.toThrow(message);
});

it('no data', async () => {
  await expect(model.train({ ...data, count: 0, labels: new Uint8Array(), values: new Uint8Array() }, context)).rejects.toThrow(
    'There is no sample in the data. [N3ML_EMPTY_DATASET]',
  );
});

it.each([0, 1.5, Number.NaN])('%d epochs', async (epochs) => {
  await expect(model.train(data, { ...context, epochs })).rejects.toThrow(
    `Training takes a whole number of epochs of at least 1, not ${epochs}. [N3ML_BAD_EPOCHS]`,
  );
});

it('resuming with other settings', async () => {
  await expect(diehlCook2015({ ...BARS_OPTIONS, neurons: 16 }).train(data, { ...context, resume: checkpoint, epochs: 2 })).rejects.toThrow(
    "The checkpoint was made with neurons 9, but the model has neurons 16. Make the model with the checkpoint's options, or start anew. [N3ML_RESUME_MISMATCH]",
  );
});

it('resuming with other data', async () => {
  await expect(model.train(bars(11), { ...context, resume: checkpoint, epochs: 2 })).rejects.toThrow(
    'The checkpoint was made with 10 samples, but the data have 11. Go on with the same data. [N3ML_RESUME_MISMATCH]',
  );
});

it('fewer epochs than are done', async () => {
  const { checkpoint: two } = await model.train(data, { ...context, epochs: 2 });
  await expect(model.train(data, { ...context, resume: two, epochs: 1 })).rejects.toThrow(
    'The checkpoint has 2 epochs and 0 samples behind it, more than the 1 epochs asked for. Ask for more epochs. [N3ML_BAD_EPOCHS]',
  );
});

it.each([
  ['poison', /^No encoder 'poison'\. Did you mean 'poisson'\? .*\[N3ML_UNKNOWN_NAME\]$/],
  ['latency', /maxRate.*\[N3ML_UNKNOWN_OPTION\]$/],
])('the encoder %s, before a run begins', async (encoder, message) => {
  const bus = createEventBus();
  const begun: string[] = [];
  bus.on('run:start').subscribe(({ verb }) => begun.push(verb));
  await expect(diehlCook2015({ ...BARS_OPTIONS, encoder }).train(data, { ...context, bus })).rejects.toThrow(message);
  await expect(assign({ ...checkpoint, options: { ...checkpoint.options, encoder } }, data, { ...context, bus })).rejects.toThrow(message);
  expect(begun).toEqual([]);
});

it('more neurons than memory holds', async () => {
  await expect(diehlCook2015({ neurons: 1e8 }).train(data, context)).rejects.toThrow(
    '100000000 neurons with 64 inputs each have 6400000000 weights, more than 4 GiB of memory hold. Ask for at most 16777216 neurons. [N3ML_NETWORK_TOO_LARGE]',
  );
});
