import { type Checkpoint, createEventBus, createRegistry, type LabelledSet, type TrainOptions } from '@n3ml/core';
import { iris, labelledSet, select, slice, xor } from '@n3ml/datasets';
import { beforeAll, describe, expect, it } from 'vitest';
import spikeprop, { type Bohte2002Options, bohte2002 } from '../src/index.ts';

const registry = createRegistry().use(spikeprop);
const context = (over: Partial<TrainOptions> = {}): TrainOptions => ({ registry, bus: createEventBus(), ...over });
const flowers = iris().train;

/** Rejects without a single event: nothing has begun. */
async function refused(options: Bohte2002Options, data: LabelledSet, over: Partial<TrainOptions> = {}): Promise<string> {
  const bus = createEventBus();
  const types: string[] = [];
  bus.all().subscribe(({ type }) => types.push(type));
  const message = await bohte2002(options)
    .train(data, context({ epochs: 1, ...over, bus }))
    .then(
      () => 'no error',
      (error: Error) => error.message,
    );
  expect(types).toEqual([]);
  return message;
}

describe('data', () => {
  it('a constant feature', async () => {
    const values = flowers.values.map((value, at) => (at % 4 === 2 ? 5 : value));
    expect(await refused({}, { ...flowers, values })).toMatchInlineSnapshot(
      `"Feature 2 is 5 in all 108 training samples: its receptive fields would have no width. Leave it out, for it tells nothing. [N3ML_CONSTANT_FEATURE]"`,
    );
  });

  it('more classes than the output layer has neurons', async () => {
    expect(await refused({ outputs: 2 }, flowers)).toMatchInlineSnapshot(
      `"Sample 1 has label 2, but an output layer of 2 neurons has 2 classes (0 to 1). Set the option 'outputs' to the number of classes. [N3ML_BAD_LABEL]"`,
    );
    expect(await refused({ outputs: 1 }, flowers)).toMatchInlineSnapshot(
      `"Sample 1 has label 2, but an output layer of 1 neuron tells 2 classes (0 to 1). Set the option 'outputs' to the number of classes. [N3ML_BAD_LABEL]"`,
    );
  });

  it('fewer', async () => {
    expect(await refused({ outputs: 5 }, flowers)).toMatchInlineSnapshot(
      `"An output layer of 5 neurons needs samples of the classes 0 to 4, but the training data have none of class 3, 4. Set the option 'outputs' to the number of classes. [N3ML_CLASS_MISMATCH]"`,
    );
    const setosas = Uint32Array.from(flowers.labels.keys()).filter((sample) => flowers.labels[sample] === 0);
    expect(await refused({}, select(flowers, setosas))).toMatchInlineSnapshot(
      `"An output layer of 1 neuron needs samples of the classes 0 to 1, but the training data have none of class 1. Set the option 'outputs' to the number of classes. [N3ML_CLASS_MISMATCH]"`,
    );
  });

  it('no samples', async () => {
    expect(await refused({}, { ...flowers, count: 0, values: new Float32Array(0), labels: new Uint8Array(0) })).toMatchInlineSnapshot(
      `"There is no sample in the data. [N3ML_EMPTY_DATASET]"`,
    );
  });

  it('values that the encoder does not take', async () => {
    expect(await refused({ preset: 'xor' }, { ...xor().train, values: Float32Array.of(0, 0, 0, 2, 2, 0, 2, 2) })).toMatchInlineSnapshot(
      `"Time encoder 'linear' takes values in [0, 1], but value 1 is 2. Scale the data first, or use the encoder 'population'. [N3ML_BAD_VALUE]"`,
    );
  });
});

describe('a network in which nothing fires', () => {
  const failing = (options: Bohte2002Options): Promise<string> =>
    bohte2002(options)
      .train(flowers, context({ epochs: 3 }))
      .then(
        () => 'no error',
        (error: Error) => error.message,
      );

  it('is named by its layer, with what to change', async () => {
    expect(await failing({ weightMin: 0, weightMax: 1e-6, silentRule: 'leave' })).toMatchInlineSnapshot(
      `"No neuron of the hidden layer (10 neurons) fired in any sample. Raise 'weightMax' (or 'amount', with the silent rule raise), or lower 'threshold'. [N3ML_SILENT_LAYER]"`,
    );
    expect(await failing({ threshold: 30, silentRule: 'leave' })).toMatchInlineSnapshot(
      `"No neuron of the hidden layer (10 neurons) fired in any sample. Raise 'weightMax' (or 'amount', with the silent rule raise), or lower 'threshold'. [N3ML_SILENT_LAYER]"`,
    );
    expect(await failing({ cutoff: 0, references: 0 })).toMatchInlineSnapshot(
      `"No neuron of the inputs (48 neurons) fired in any sample. Raise 'cutoff', or look whether the encoder suits the data. [N3ML_SILENT_LAYER]"`,
    );
    expect(await failing({ weightMin: 0.02, weightMax: 0.02, delays: 1, hidden: 3, silentRule: 'leave' })).toMatchInlineSnapshot(
      `"No neuron of the hidden layer (3 neurons) fired in any sample. Raise 'weightMax' (or 'amount', with the silent rule raise), or lower 'threshold'. [N3ML_SILENT_LAYER]"`,
    );
  });

  it('is brought back by the rule that raises weights', async () => {
    const { results } = await bohte2002({ weightMin: 0, weightMax: 0.002 }).train(flowers, context({ epochs: 15 }));
    expect(results.accuracy).toBeGreaterThan(0.9);
  });
});

describe('options', () => {
  it.each([
    [{ tau: 0 }],
    [{ tau: -7 }],
    [{ delays: 0 }],
    [{ threshold: 0 }],
    [{ horizon: 0 }],
    [{ rate: Number.NaN }],
    [{ early: 17 }],
    [{ late: 60 }],
    [{ weightMin: 1 }],
    [{ wMin: 2, wMax: 1 }],
    [{ signs: 'per-neuron', inhibitory: 11 }],
    [{ signs: 'sometimes' }],
    [{ preset: 'mnist' }],
    [{ batch: 0 }],
  ])('%j is refused', async (options) => {
    await expect(async () => bohte2002(options as Bohte2002Options).train(flowers, context({ epochs: 1 }))).rejects.toThrow(
      '[N3ML_BAD_OPTION]',
    );
  });

  it('names the option and what it is to be', () => {
    expect(() => bohte2002({ delays: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'delays' of model 'bohte-2002' is 0; give a whole number of at least 1. [N3ML_BAD_OPTION]]`,
    );
    expect(() => bohte2002({ hiden: 5 } as Bohte2002Options)).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: No option 'hiden' for model 'bohte-2002'. Did you mean 'hidden'? Known: amount, batch, beta, cutoff, delays, early, fields, goal, hidden, horizon, inhibitory, late, outputs, preset, rate, references, response, round, seed, signs, silentRule, slopeFloor, span, step, tau, threshold, timeEncoder, timeLoss, update, validation, wMax, wMin, weightMax, weightMin. [N3ML_UNKNOWN_OPTION]]`,
    );
  });

  it('names options that do not fit together', async () => {
    expect(await refused({ early: 17 }, flowers)).toMatchInlineSnapshot(
      `"Option 'early' of model 'bohte-2002' is 17, above late (16); give a smaller one. [N3ML_BAD_OPTION]"`,
    );
    expect(await refused({ tau: 0 }, flowers)).toMatchInlineSnapshot(
      `"Option 'tau' of response 'alpha' is 0; give a finite number above 0. [N3ML_BAD_OPTION]"`,
    );
  });

  it.each([
    ['response', 'alph'],
    ['timeEncoder', 'populaton'],
    ['timeLoss', 'squares'],
    ['update', 'adm'],
    ['silentRule', 'rise'],
  ])('%s %s is no name', async (option, name) => {
    const known = registry.names(option as 'response').join(', ');
    expect(await refused({ [option]: name }, flowers)).toContain(`No ${option} '${name}'. Did you mean '`);
    expect(await refused({ [option]: name }, flowers)).toContain(`Known: ${known}. [N3ML_UNKNOWN_NAME]`);
  });

  it('epochs', async () => {
    expect(await refused({}, flowers, { epochs: 0 })).toMatchInlineSnapshot(
      `"Training takes a whole number of epochs of at least 1, not 0. [N3ML_BAD_EPOCHS]"`,
    );
  });

  it('a rate at which weights overflow', async () => {
    await expect(bohte2002({ update: 'momentum', rate: 1e308 }).train(flowers, context({ epochs: 5 }))).rejects.toThrow(
      '[N3ML_NOT_A_NUMBER]',
    );
  });
});

describe('checkpoints', () => {
  let checkpoint: Checkpoint;
  beforeAll(async () => {
    ({ checkpoint } = await bohte2002({ seed: 1 }).train(flowers, context({ epochs: 2 })));
  });
  const inferred = (over: Partial<Checkpoint>, data: LabelledSet = iris().test): Promise<string> =>
    bohte2002()
      .infer({ ...checkpoint, ...over }, data, context())
      .then(
        () => 'no error',
        (error: Error) => error.message,
      );

  it('of another model', async () => {
    expect(await inferred({ model: 'diehl-cook-2015' })).toMatchInlineSnapshot(
      `"The checkpoint is of model 'diehl-cook-2015', not of 'bohte-2002'. Make the model that it names, or choose another checkpoint. [N3ML_CHECKPOINT_MODEL]"`,
    );
  });

  it('with tensors that are missing, too short or not finite', async () => {
    const { 'weights/1': weights, ...others } = checkpoint.tensors;
    expect(await inferred({ tensors: others })).toMatchInlineSnapshot(
      `"Tensor 'weights/1' of the checkpoint is to hold 480 finite numbers of 64 bits, but is not there. Go back to an earlier checkpoint. [N3ML_BAD_CHECKPOINT]"`,
    );
    expect(await inferred({ tensors: { ...others, 'weights/1': { shape: [1], data: Float64Array.of(1) } } })).toContain(
      '[N3ML_BAD_CHECKPOINT]',
    );
    const broken = Float64Array.from(weights!.data).fill(Number.NaN, 0, 1);
    expect(await inferred({ tensors: { ...others, 'weights/1': { shape: weights!.shape, data: broken } } })).toMatchInlineSnapshot(
      `"Tensor 'weights/1' of the checkpoint is to hold 480 finite numbers of 64 bits, but does not. Go back to an earlier checkpoint. [N3ML_BAD_CHECKPOINT]"`,
    );
    expect(await inferred({ tensors: { ...checkpoint.tensors, encoder: { shape: [2], data: Float64Array.of(0, 1) } } })).toContain(
      '[N3ML_BAD_CHECKPOINT]',
    );
  });

  it('for samples of another shape, with other classes, or without a shape', async () => {
    expect(await inferred({}, xor().test)).toMatchInlineSnapshot(
      `"The network was trained on samples of shape [4], but those of the data have shape [2]. Use the dataset that it was trained on. [N3ML_SHAPE_MISMATCH]"`,
    );
    const four = labelledSet({ shape: [4], values: new Float32Array(4), labels: Uint8Array.of(3), classes: 4 });
    expect(await inferred({}, four)).toMatchInlineSnapshot(
      `"Sample 0 has label 3, but an output layer of 3 neurons has 3 classes (0 to 2). Set the option 'outputs' to the number of classes. [N3ML_BAD_LABEL]"`,
    );
    expect(await inferred({ progress: {} })).toContain('[N3ML_BAD_CHECKPOINT]');
  });

  it('to resume with other settings, other data or fewer epochs', async () => {
    expect(await refused({ seed: 1, hidden: 11 }, flowers, { resume: checkpoint })).toMatchInlineSnapshot(
      `"The checkpoint was made with hidden 10, but the model has hidden 11. Make the model with the checkpoint's options, or start anew. [N3ML_RESUME_MISMATCH]"`,
    );
    expect(await refused({ seed: 1 }, slice(flowers, 0, 119), { resume: checkpoint, epochs: 3 })).toMatchInlineSnapshot(
      `"The checkpoint was made with 120 samples, but the data have 119. Go on with the same data. [N3ML_RESUME_MISMATCH]"`,
    );
    expect(await refused({ seed: 1 }, flowers, { resume: checkpoint })).toMatchInlineSnapshot(
      `"The checkpoint has 2 epochs and 0 samples behind it, more than the 1 epochs asked for. Ask for more epochs. [N3ML_BAD_EPOCHS]"`,
    );
    const lost = { ...checkpoint, progress: { ...checkpoint.progress, sample: -1 } };
    expect(await refused({ seed: 1 }, flowers, { resume: lost })).toContain('[N3ML_BAD_CHECKPOINT]');
  });
});
