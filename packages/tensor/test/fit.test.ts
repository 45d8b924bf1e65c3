import { type Checkpoint, createEventBus, type EventType, N3mlError, type RunEvent } from '@n3ml/core';
import { decodeCheckpoint, encodeCheckpoint } from '@n3ml/core/checkpoint';
import { evaluate, type FitOptions, fit, openBackend, tf } from '@n3ml/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { clouds, denseModel, normalizedModel, weightsOf } from './tiny-model.ts';

const data = clouds(96);
const options: FitOptions = { epochs: 3, batchSize: 20, learningRate: 0.02, seed: 7, schedule: { name: 'cosine' } };

const codeOf = (error: unknown): string => (error instanceof N3mlError ? error.code : String(error));
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );

describe.each(['cpu', 'wasm'])('fit on %s', (backend) => {
  beforeAll(async () => {
    await openBackend({ backend });
  });

  it('learns what can be learned', async () => {
    const model = denseModel();
    const before = await evaluate(model, clouds(300, 2));
    const { results, finished } = await fit(model, data, { ...options, epochs: 12 });
    const after = await evaluate(model, clouds(300, 2));
    expect(finished).toBe(true);
    expect(results.samples).toBe(12 * 96);
    expect(before.accuracy).toBeLessThan(0.6);
    expect(after.accuracy).toBeGreaterThan(0.85);
    expect(after.loss).toBeLessThan(before.loss);
  });

  it('gives one result for one seed, another for another', async () => {
    const run = async (seed: number) => {
      const model = denseModel();
      await fit(model, data, { ...options, seed });
      return weightsOf(model);
    };
    const first = await run(7);
    expect(await run(7)).toEqual(first);
    expect(await run(8)).not.toEqual(first);
  });

  it.each([
    ['adam', { name: 'adam' }],
    ['sgd', { name: 'sgd', momentum: 0.9, weightDecay: 1e-3 }],
  ] as const)('goes on from any checkpoint to the same bytes (%s)', async (_, optimizer) => {
    const uninterrupted: Checkpoint[] = [];
    const validation = clouds(60, 3);
    const settings: FitOptions = { ...options, optimizer, validation, checkpointEvery: 40 };
    await fit(denseModel(), data, { ...settings, onCheckpoint: (checkpoint) => void uninterrupted.push(checkpoint) });
    const end = encodeCheckpoint(uninterrupted.at(-1)!);
    // 3 epochs of 96 samples in batches of 20, a checkpoint after 40 and 80 (2 within each epoch), after each epoch and at the end.
    expect(uninterrupted.map(({ progress: { epoch, batch } }) => [epoch, batch])).toEqual([
      [0, 2],
      [0, 4],
      [1, 2],
      [1, 4],
      [2, 1],
      [2, 3],
      [3, 0],
    ]);
    for (const checkpoint of uninterrupted) {
      const resume = decodeCheckpoint(encodeCheckpoint(checkpoint), 'the copy');
      const model = denseModel(2);
      const resumed = await fit(model, data, { ...settings, resume });
      expect(encodeCheckpoint(resumed.checkpoint)).toEqual(end);
    }
  });

  it('goes on with batch normalization, whose running means are no trained weights', async () => {
    const images = { ...clouds(24), shape: [3, 2], values: clouds(24).values };
    const settings: FitOptions = { ...options, batchSize: 8, epochs: 2, checkpointEvery: 8 };
    const checkpoints: Checkpoint[] = [];
    const whole = await fit(normalizedModel(), images, { ...settings, onCheckpoint: (checkpoint) => void checkpoints.push(checkpoint) });
    expect(checkpoints.length).toBe(6);
    const before = tf.memory().numTensors;
    const model = normalizedModel();
    const resumed = await fit(model, images, { ...settings, resume: checkpoints[1]! });
    expect(encodeCheckpoint(resumed.checkpoint)).toEqual(encodeCheckpoint(whole.checkpoint));
    expect(resumed.checkpoint.tensors['weights/norm/moving_mean']?.data.some((value) => value !== 0)).toBe(true);
    expect(tf.memory().numTensors - before).toBe(model.weights.length);
  });

  it('leaks nothing', async () => {
    const model = denseModel();
    const validation = clouds(30, 3);
    await fit(model, data, { ...options, validation, epochs: 1 });
    const before = tf.memory().numTensors;
    const during: number[] = [];
    const bus = createEventBus();
    bus.on('batch:end').subscribe(() => during.push(tf.memory().numTensors));
    await fit(model, data, { ...options, validation, bus });
    expect(tf.memory().numTensors).toBe(before);
    expect(new Set(during).size).toBe(1);
    expect(during.length).toBe(15);
  });

  it('stops when it is told to, and the checkpoint goes on to the same end', async () => {
    const whole = await fit(denseModel(), data, options);
    const stop = new AbortController();
    const bus = createEventBus();
    bus.on('batch:end').subscribe(({ done }) => {
      if (done === 96 + 40) stop.abort();
    });
    const first = await fit(denseModel(), data, { ...options, bus, signal: stop.signal });
    expect(first.finished).toBe(false);
    expect(first.checkpoint.progress).toMatchObject({ epoch: 1, batch: 2 });
    const second = await fit(denseModel(), data, { ...options, resume: first.checkpoint });
    expect(encodeCheckpoint(second.checkpoint)).toEqual(encodeCheckpoint(whole.checkpoint));
  });
});

describe('fit', () => {
  beforeAll(async () => {
    await openBackend({ backend: 'cpu' });
  });

  it('ends with the weights of the epoch that validated best', async () => {
    const bus = createEventBus();
    const accuracies: number[] = [];
    bus.on('metric').subscribe(({ name, value }) => {
      if (name === 'validation-accuracy') accuracies.push(value);
    });
    const model = denseModel();
    const validation = clouds(150, 3, 0.8);
    // From epoch 2 on the learning rate is a hundred times too high.
    const schedule = { name: 'steps', at: [2], factor: 100 } as const;
    const { results } = await fit(model, data, { ...options, epochs: 5, schedule, validation, bus });
    expect(results.accuracy).toBe(Math.max(...accuracies));
    expect(accuracies.at(-1)).toBeLessThan(results.accuracy!);
    expect(results.bestEpoch).toBe(accuracies.indexOf(results.accuracy!));
    expect((await evaluate(model, validation)).accuracy).toBe(results.accuracy);
  });

  it('tells the bus what happens', async () => {
    const bus = createEventBus();
    const collect = <K extends EventType>(type: K): readonly RunEvent<K>[] => {
      const events: RunEvent<K>[] = [];
      bus.on(type).subscribe((event) => events.push(event));
      return events;
    };
    const [starts, ends] = [collect('run:start'), collect('run:end')];
    const [epochStarts, epochEnds] = [collect('epoch:start'), collect('epoch:end')];
    const [batches, metrics] = [collect('batch:end'), collect('metric')];
    await fit(denseModel(), data, { ...options, epochs: 2, bus, validation: clouds(30, 3) });
    expect(starts[0]).toMatchObject({ verb: 'train', model: 'tiny', data: 'clouds', samples: 192, options: { batchSize: 20, seed: 7 } });
    expect(epochStarts.map(({ epoch }) => epoch)).toEqual([0, 1]);
    expect(epochEnds.map(({ epoch }) => epoch)).toEqual([0, 1]);
    expect(batches.map(({ done }) => done)).toEqual([20, 40, 60, 80, 96, 116, 136, 156, 176, 192]);
    expect(batches.every(({ total, loss, right, samples }) => total === 192 && loss > 0 && right <= samples)).toBe(true);
    expect(metrics.map(({ name, done }) => `${name} ${done}`)).toEqual(
      [96, 192].flatMap((done) =>
        ['loss', 'accuracy', 'epoch-loss', 'epoch-accuracy', 'validation-loss', 'validation-accuracy'].map((name) => `${name} ${done}`),
      ),
    );
    const right = batches.reduce((sum, event) => sum + (event.epoch === 1 ? event.right : 0), 0);
    expect(metrics.findLast(({ name }) => name === 'epoch-accuracy')?.value).toBe(right / 96);
    expect(ends).toMatchObject([{ finished: true, results: { samples: 192 } }]);
  });

  it('augments what is learned from only, the same way for any batch size, and then normalizes', async () => {
    const drawn = async (batchSize: number): Promise<readonly string[]> => {
      const draws: string[] = [];
      await fit(denseModel(), data, {
        ...options,
        epochs: 1,
        batchSize,
        validation: clouds(9, 3),
        augment: (image, shape, out, random) => {
          out.set(image);
          out[0] = random.uniform();
          draws.push(`augment ${shape} ${[...image]} ${out[0]}`);
        },
        normalize: (image, shape, out) => {
          out.set(image);
          draws.push(`normalize ${shape} ${[...image]}`);
        },
      });
      return draws.sort();
    };
    const draws = await drawn(20);
    const augmented = draws.filter((draw) => draw.startsWith('augment'));
    expect(new Set(augmented).size).toBe(96);
    expect(draws.length).toBe(96 + 96 + 9);
    const first = augmented[0]!.split(' ');
    expect(draws).toContain(`normalize 6 ${[first[3], ...first[2]!.split(',').slice(1)]}`);
    expect(await drawn(32)).toEqual(draws);
  });

  it('shows bytes as fractions of 255', async () => {
    const bytes = { ...data, values: Uint8Array.from({ length: 96 * 6 }, (_, k) => (k * 37) % 256) };
    const seen: number[] = [];
    await fit(denseModel(), bytes, {
      augment: (image, _, out) => {
        out.set(image);
        seen.push(...image);
      },
    });
    expect(seen.length).toBe(96 * 6);
    expect(seen.sort()).toEqual([...Float32Array.from(bytes.values, (value) => value / 255)].sort());
  });

  it('says at which step the loss exploded, and keeps the last good state', async () => {
    const model = denseModel();
    const kept: Checkpoint[] = [];
    const error = await failure(
      fit(model, data, {
        ...options,
        learningRate: 1e30,
        schedule: { name: 'constant' },
        checkpointEvery: 20,
        onCheckpoint: (it) => void kept.push(it),
      }),
    );
    expect(codeOf(error)).toBe('N3ML_NOT_FINITE');
    expect(String(error)).toMatch(/learning rate/);
    expect(kept.length).toBeGreaterThan(0);
    for (const { tensors } of kept) for (const { data: values } of Object.values(tensors)) expect(values.every(Number.isFinite)).toBe(true);
  });

  it('says which numbers of its own it can not use', async () => {
    const refused = async (wrong: FitOptions) => codeOf(await failure(fit(denseModel(), data, wrong)));
    expect(await refused({ epochs: 0 })).toBe('N3ML_BAD_EPOCHS');
    expect(await refused({ batchSize: 1.5 })).toBe('N3ML_BAD_RANGE');
    expect(await refused({ learningRate: Number.NaN })).toBe('N3ML_BAD_OPTION');
    expect(await refused({ optimizer: { name: 'sgd', momentum: 1 } })).toBe('N3ML_BAD_OPTION');
    expect(await refused({ schedule: { name: 'cosine', warmUp: 5 }, epochs: 3 })).toBe('N3ML_BAD_OPTION');
    expect(await refused({ schedule: { name: 'cosin' as 'cosine' } })).toBe('N3ML_BAD_OPTION');
    expect(await refused({ checkpointEvery: 0 })).toBe('N3ML_BAD_OPTION');
    expect(((await failure(fit(denseModel(), data, { optimizer: { name: 'adan' as 'adam' } }))) as Error).message).toBe(
      "No optimizer 'adan'. Did you mean 'adam'? Known: adam, sgd. [N3ML_BAD_OPTION]",
    );
  });

  it('says which data it can not take', async () => {
    const shape = await failure(fit(denseModel(), { ...data, shape: [2, 3] }));
    expect((shape as Error).message).toMatchInlineSnapshot(
      `"The model takes samples of shape [6], but those of the data have shape [2, 3]. Build the model for this shape, or bring the samples into the order of the model (channels last). [N3ML_SHAPE_MISMATCH]"`,
    );
    const label = await failure(fit(denseModel(), { ...data, labels: data.labels.map((k) => k + 1) }));
    expect((label as Error).message).toMatchInlineSnapshot(
      `"Sample 2 has label 3, but the model has 3 classes (0 to 2). Give its output layer a unit for each class. [N3ML_BAD_LABEL]"`,
    );
    expect(codeOf(await failure(fit(denseModel(), { ...data, count: 0 })))).toBe('N3ML_EMPTY_DATASET');
  });

  it('says why a model is no classifier', async () => {
    const softmax = tf.sequential({
      name: 'soft',
      layers: [tf.layers.dense({ name: 'out', units: 3, activation: 'softmax', inputShape: [6] })],
    });
    expect(((await failure(fit(softmax, data))) as Error).message).toMatchInlineSnapshot(
      `"Model 'soft' can't be trained as a classifier: its last layer 'out' is a softmax, which the loss contains already; end it with a linear layer. [N3ML_NOT_A_CLASSIFIER]"`,
    );
    const open = tf.sequential({ layers: [tf.layers.conv1d({ filters: 3, kernelSize: 1, inputShape: [null as unknown as number, 6] })] });
    expect(codeOf(await failure(fit(open, data)))).toBe('N3ML_NOT_A_CLASSIFIER');
  });

  it('refuses to go on from a checkpoint of another run', async () => {
    const { checkpoint } = await fit(denseModel(), data, { ...options, epochs: 1 });
    const refused = async (changed: FitOptions, samples = data) =>
      codeOf(await failure(fit(denseModel(), samples, { ...options, resume: checkpoint, ...changed })));
    expect(await refused({ seed: 8 })).toBe('N3ML_RESUME_MISMATCH');
    expect(await refused({ optimizer: { name: 'sgd' } })).toBe('N3ML_RESUME_MISMATCH');
    expect(await refused({}, clouds(60))).toBe('N3ML_RESUME_MISMATCH');
    expect(await refused({ describe: { model: 'other', options: {} } })).toBe('N3ML_CHECKPOINT_MODEL');
    const { 'weights/hidden/kernel': _, ...others } = checkpoint.tensors;
    expect(await refused({ resume: { ...checkpoint, tensors: others } })).toBe('N3ML_CHECKPOINT_MISMATCH');
    expect(await refused({ resume: { ...checkpoint, progress: {} } })).toBe('N3ML_BAD_CHECKPOINT');
  });

  it('refuses a model with two weights of one name', async () => {
    const inner = () => tf.sequential({ layers: [tf.layers.dense({ name: 'same', units: 6, inputShape: [6] })] });
    const model = tf.sequential({ name: 'outer', layers: [inner(), inner(), tf.layers.dense({ units: 3 })] });
    expect(((await failure(fit(model, data))) as Error).message).toMatchInlineSnapshot(
      `"Two weights of model 'outer' are named 'same/kernel'. Give their layers different names. [N3ML_DUPLICATE_WEIGHT]"`,
    );
  });

  it('warns of layers that no seed reaches', async () => {
    const noisy = tf.sequential({
      layers: [tf.layers.gaussianNoise({ name: 'noise', stddev: 0.1, inputShape: [6] }), tf.layers.dense({ units: 3 })],
    });
    const bus = createEventBus();
    const messages: string[] = [];
    bus.on('log').subscribe(({ message }) => messages.push(message));
    await fit(noisy, data, { bus });
    expect(messages).toEqual(["Layer 'noise' draws from Math.random: this training can't be repeated."]);
  });
});
