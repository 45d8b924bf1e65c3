import { type Checkpoint, createEventBus, type Json, type LabelledSet, type RunEvent } from '@n3ml/core';
import {
  announceRun,
  checkEpochs,
  checkLabels,
  checkModel,
  checkSamples,
  populationSizes,
  resumePosition,
  sampleShape,
} from '@n3ml/core/run';
import { describe, expect, it } from 'vitest';

const data: LabelledSet = { name: 'three', count: 3, shape: [1], values: new Uint8Array(3), labels: new Uint8Array(3) };
const checkpoint = (progress: Readonly<Record<string, Json>> = {}, options = {}): Checkpoint => ({
  model: 'mine',
  options,
  progress,
  tensors: {},
});

describe('announceRun', () => {
  const start = { verb: 'infer', model: 'mine', options: { gain: 2 }, data };
  const result = { checkpoint: checkpoint(), finished: true, results: { accuracy: 0.5 } };

  it('tells of the run before and after it, and gives its result back', async () => {
    const bus = createEventBus();
    const events: RunEvent[] = [];
    bus.all().subscribe((event) => events.push(event));
    const returned = await announceRun(bus, start, async () => {
      bus.channel('log').emit({ level: 'info', message: 'at work' });
      return result;
    });
    expect(returned).toBe(result);
    expect(events).toEqual([
      { type: 'run:start', verb: 'infer', model: 'mine', options: { gain: 2 }, data: 'three', synthetic: false, samples: 3 },
      { type: 'log', level: 'info', message: 'at work' },
      { type: 'run:end', finished: true, results: { accuracy: 0.5 }, seconds: expect.any(Number) },
    ]);
  });

  it('tells how large populations are, where that is known', async () => {
    const bus = createEventBus();
    const told: unknown[] = [];
    bus.on('run:start').subscribe(({ populations }) => told.push(populations));
    const populations = populationSizes({ populations: { input: { size: 3 }, cells: { size: 5, shape: [5] } } });
    await announceRun(bus, { ...start, populations }, async () => result);
    expect(told).toEqual([{ input: 3, cells: 5 }]);
  });

  it('names data without a name, and takes the number of samples that will be shown', async () => {
    const bus = createEventBus();
    const told: unknown[] = [];
    bus.on('run:start').subscribe(({ data: name, synthetic, samples }) => told.push({ name, synthetic, samples }));
    const { name: _, ...unnamed } = data;
    await announceRun(bus, { ...start, data: { ...unnamed, synthetic: true }, samples: 12 }, async () => result);
    expect(told).toEqual([{ name: 'unnamed', synthetic: true, samples: 12 }]);
  });

  it.each([true, false])('settles the bus behind the end where that is unsettled: %s', async (unsettled) => {
    const bus = createEventBus();
    const told: string[] = [];
    bus.on('run:end').subscribe(({ type }) => told.push(type));
    const settle = async (): Promise<void> => void told.push('settled');
    await announceRun({ ...bus, channel: bus.channel.bind(bus), unsettled, settle }, start, async () => result);
    expect(told).toEqual(unsettled ? ['run:end', 'settled'] : ['run:end']);
  });

  it('tells of no end where the run throws', async () => {
    const bus = createEventBus();
    const types: string[] = [];
    bus.all().subscribe(({ type }) => types.push(type));
    await expect(announceRun(bus, start, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(types).toEqual(['run:start']);
  });
});

describe('resumePosition', () => {
  const asked = { settings: { rate: 0.1, rule: 'stdp' }, samples: 10, epochs: 3 };
  const saved = (progress = {}, options = {}) =>
    checkpoint({ epoch: 1, sample: 4, samples: 10, ...progress }, { rate: 0.1, rule: 'stdp', ...options });

  it('is where the checkpoint stands', () => {
    expect(resumePosition(saved(), asked)).toEqual({ epoch: 1, sample: 4 });
    expect(resumePosition(saved({ epoch: 3, sample: 0 }), asked)).toEqual({ epoch: 3, sample: 0 });
  });

  it.each([
    [
      {},
      { rate: 0.2 },
      "The checkpoint was made with rate 0.2, but the model has rate 0.1. Make the model with the checkpoint's options, or start anew. [N3ML_RESUME_MISMATCH]",
    ],
    [
      { samples: 11 },
      {},
      'The checkpoint was made with 11 samples, but the data have 10. Go on with the same data. [N3ML_RESUME_MISMATCH]',
    ],
    [{ epoch: -1 }, {}, "The checkpoint doesn't say where training stands: epoch -1, sample 4 of 10. [N3ML_BAD_CHECKPOINT]"],
    [{ sample: 10 }, {}, "The checkpoint doesn't say where training stands: epoch 1, sample 10 of 10. [N3ML_BAD_CHECKPOINT]"],
    [{ sample: 'four' }, {}, "The checkpoint doesn't say where training stands: epoch 1, sample four of 10. [N3ML_BAD_CHECKPOINT]"],
    [
      { epoch: 3 },
      {},
      'The checkpoint has 3 epochs and 4 samples behind it, more than the 3 epochs asked for. Ask for more epochs. [N3ML_BAD_EPOCHS]',
    ],
    [
      { epoch: 4, sample: 0 },
      {},
      'The checkpoint has 4 epochs and 0 samples behind it, more than the 3 epochs asked for. Ask for more epochs. [N3ML_BAD_EPOCHS]',
    ],
  ])('refuses %j %j', (progress, options, message) => {
    expect(() => resumePosition(saved(progress, options), asked)).toThrow(message);
  });
});

it.each([0, 1.5, Number.NaN])('checkEpochs refuses %d', (epochs) => {
  expect(() => checkEpochs(epochs)).toThrow(`Training takes a whole number of epochs of at least 1, not ${epochs}. [N3ML_BAD_EPOCHS]`);
});

it('checkModel refuses a checkpoint of another model', () => {
  expect(checkModel(checkpoint(), 'mine')).toBeUndefined();
  expect(() => checkModel(checkpoint(), 'yours')).toThrow(
    "The checkpoint is of model 'mine', not of 'yours'. Make the model that it names, or choose another checkpoint. [N3ML_CHECKPOINT_MODEL]",
  );
});

it('sampleShape reads the shape, or says that there is none', () => {
  expect(sampleShape(checkpoint({ shape: [28, 28] }))).toEqual([28, 28]);
  for (const shape of [null, 4, [2, 0], [1.5], ['2']]) {
    expect(() => sampleShape(checkpoint({ shape }))).toThrow(
      `The checkpoint doesn't say for which shape of samples the network was made: progress.shape is ${JSON.stringify(shape)}. [N3ML_BAD_CHECKPOINT]`,
    );
  }
});

it('checkSamples refuses an empty set, and samples of another shape', () => {
  expect(() => checkSamples({ ...data, count: 0 }, [1])).toThrow('There is no sample in the data. [N3ML_EMPTY_DATASET]');
  expect(() => checkSamples(data, [2, 2])).toThrow(
    'The network was trained on samples of shape [2, 2], but those of the data have shape [1]. Use the dataset that it was trained on. [N3ML_SHAPE_MISMATCH]',
  );
  expect(checkSamples(data, [1])).toBeUndefined();
  expect(checkSamples(data, [1, 1], (shape) => shape.filter((length) => length > 1))).toBeUndefined();
});

it('checkLabels names the first sample of a class that is not there', () => {
  const labelled = { ...data, labels: Uint8Array.of(0, 2, 3) };
  const words = { owner: 'the model has', remedy: 'Take other data.' };
  expect(checkLabels(labelled, 4, words)).toBeUndefined();
  expect(() => checkLabels(labelled, 2, words)).toThrow(
    'Sample 1 has label 2, but the model has 2 classes (0 to 1). Take other data. [N3ML_BAD_LABEL]',
  );
});
