import {
  type Checkpoint,
  createEventBus,
  createRegistry,
  type LabelledSet,
  type RunContext,
  type RunEvent,
  type TrainOptions,
} from '@n3ml/core';
import { decodeCheckpoint, encodeCheckpoint } from '@n3ml/core/checkpoint';
import { iris, select, xor } from '@n3ml/datasets';
import { describe, expect, it } from 'vitest';
import spikeprop, { type Bohte2002Options, bohte2002 } from '../src/index.ts';

const registry = createRegistry().use(spikeprop);
const context = (over: Partial<TrainOptions> = {}): TrainOptions => ({ registry, bus: createEventBus(), ...over });
const reread = (checkpoint: Checkpoint): Checkpoint => decodeCheckpoint(encodeCheckpoint(checkpoint), 'memory');
const bytesOf = (checkpoint: Checkpoint): string => Buffer.from(encodeCheckpoint(checkpoint)).toString('base64');
const flowers = iris().train;

/** Every event of a run, in order. Payloads of this model are made for each event and may be kept. */
function recording(): { readonly bus: RunContext['bus']; readonly events: RunEvent[] } {
  const bus = createEventBus();
  const events: RunEvent[] = [];
  bus.all().subscribe((event) => events.push(event));
  return { bus, events };
}

const ofType = <K extends RunEvent['type']>(events: readonly RunEvent[], type: K) =>
  events.filter((event): event is Extract<RunEvent, { type: K }> => event.type === type);

describe('XOR', () => {
  it.each([
    ['free signs', {}],
    ['one sign per neuron', { signs: 'per-neuron', rate: 0.003 }],
    ['one sign per neuron, Adam', { signs: 'per-neuron', update: 'adam', rate: 0.01 }],
    ['momentum', { update: 'momentum', rate: 0.002 }],
    ['RProp', { update: 'rprop', rate: 0.003, batch: 4 }],
    ['another response', { response: 'double-exponential' }],
    ['another loss', { timeLoss: 'huber' }],
  ] as const satisfies readonly (readonly [string, Bohte2002Options])[])(
    '%s: is learned, from a decoded checkpoint alone',
    async (_, options) => {
      const { checkpoint, results, finished } = await bohte2002({ seed: 2, ...options }).train(xor().train, context());
      expect(finished).toBe(true);
      // The sum of squared errors over the four patterns is below 1.
      expect(8 * results.loss!).toBeLessThan(1);
      const { model, options: saved } = reread(checkpoint);
      const inferred = await registry.resolve('model', model, saved).infer(reread(checkpoint), xor().test, context());
      expect(inferred.results).toEqual({ accuracy: 1, loss: results.loss, samples: 4, silent: 0 });
      expect([...inferred.checkpoint.tensors.confusion!.data]).toEqual([2, 0, 0, 2]);
    },
  );

  it('needs inhibition: with positive weights alone it is not learned', async () => {
    const { results } = await bohte2002({ wMin: 0 }).train(xor().train, context({ epochs: 150 }));
    expect(8 * results.loss!).toBeGreaterThan(1);
  });
});

describe('iris', () => {
  it('is learned, and held-out flowers are recognized', async () => {
    const trained = await bohte2002({ seed: 1 }).train(flowers, context({ epochs: 15 }));
    expect(trained.results.accuracy).toBeGreaterThan(0.95);
    expect(trained.results.validationAccuracy).toBeGreaterThan(0.8);
    const { results } = await bohte2002().infer(trained.checkpoint, iris().test, context());
    expect(results.accuracy).toBeGreaterThan(0.9);
    expect(results.samples).toBe(30);
  });

  it('the encoder knows the range of the training samples, not of those that are held out', async () => {
    const column = (f: number) => flowers.values.filter((_, at) => at % 4 === f);
    const [lowest, highest] = [Math.min, Math.max].map((extreme) => [0, 1, 2, 3].map((f) => extreme(...column(f))));
    let narrower = 0;
    for (let seed = 0; seed < 4; seed++) {
      const { checkpoint } = await bohte2002({ seed, validation: 0.5 }).train(flowers, context({ epochs: 1 }));
      const range = [...checkpoint.tensors.encoder!.data];
      range.slice(0, 4).forEach((low, f) => {
        expect(low).toBeGreaterThanOrEqual(lowest![f]!);
        expect(range[4 + f]).toBeLessThanOrEqual(highest![f]!);
        if (low > lowest![f]! || range[4 + f]! < highest![f]!) narrower++;
      });
    }
    expect(narrower).toBeGreaterThan(0);
  });

  it("the preset 'n3ml' fires at whole ms, with weights in [0.02, 1]", async () => {
    const { bus, events } = recording();
    const { checkpoint } = await bohte2002({ preset: 'n3ml' }).train(flowers, context({ bus, epochs: 1 }));
    const [event] = ofType(events, 'spike-times');
    expect(event!.times.every((time) => time === Infinity || Number.isInteger(time))).toBe(true);
    for (const name of ['weights/0', 'weights/1']) {
      expect(checkpoint.tensors[name]!.data.every((weight) => weight >= 0.02 && weight <= 1)).toBe(true);
    }
  });
});

describe('samples held out', () => {
  it('choose the weights that are kept: those of the epoch with the lowest loss on them', async () => {
    const { bus, events } = recording();
    const { test } = iris();
    // A change after every sample: later epochs are not always better.
    const { checkpoint, results } = await bohte2002({ seed: 1, batch: 1 }).train(flowers, context({ bus, epochs: 7, validation: test }));
    const losses = ofType(events, 'metric').flatMap(({ name, value }) => (name === 'validation-loss' ? [value] : []));
    const lowest = Math.min(...losses);
    expect(lowest).toBeLessThan(losses.at(-1)!);
    expect(checkpoint.progress.best).toEqual({ epoch: losses.indexOf(lowest), loss: lowest });
    expect(results.validationLoss).toBe(lowest);
    const inferred = await bohte2002().infer(reread(checkpoint), test, context());
    expect(inferred.results).toMatchObject({ loss: lowest, accuracy: results.validationAccuracy });
  });

  it('that are given leave all others to learn from', async () => {
    const { bus, events } = recording();
    await bohte2002().train(flowers, context({ bus, epochs: 1, validation: iris().test }));
    expect(ofType(events, 'sample:end')).toHaveLength(120);
  });
});

describe('determinism', () => {
  const trained = async (over: Partial<TrainOptions> = {}, options: Bohte2002Options = {}, data: LabelledSet = flowers): Promise<string> =>
    bytesOf((await bohte2002({ seed: 3, ...options }).train(data, context({ epochs: 3, ...over }))).checkpoint);

  it('one seed gives one result, another seed another', async () => {
    expect(await trained()).toBe(await trained());
    expect(await trained({}, { seed: 4 })).not.toBe(await trained());
  });

  it('observers change nothing', async () => {
    const { bus, events } = recording();
    expect(await trained({ bus })).toBe(await trained());
    expect(events.length).toBeGreaterThan(300);
  });

  it.each([
    ['adam', {}],
    ['momentum', { update: 'momentum', rate: 0.001, batch: 7 }],
    ['rprop', { update: 'rprop', batch: 1000 }],
  ] as const)('%s: resumes from any checkpoint, bit for bit', async (_, options) => {
    const checkpoints: Checkpoint[] = [];
    const whole = await trained({ checkpointEvery: 37, onCheckpoint: (checkpoint) => void checkpoints.push(reread(checkpoint)) }, options);
    expect(checkpoints.length).toBeGreaterThanOrEqual(3);
    for (const resume of checkpoints) expect(await trained({ resume }, options)).toBe(whole);
  });

  it('stops at the end of a batch when it is told to, and goes on from there', async () => {
    const stop = new AbortController();
    const bus = createEventBus();
    bus.on('sample:end').subscribe(({ done }) => {
      if (done === 143) stop.abort();
    });
    const part = await bohte2002({ seed: 3 }).train(flowers, context({ bus, epochs: 3, signal: stop.signal }));
    expect(part.finished).toBe(false);
    expect(part.results.samples).toBe(148);
    expect(part.checkpoint.progress).toMatchObject({ epoch: 1, sample: 40, epochs: 3, samples: 120 });
    expect(await trained({ resume: reread(part.checkpoint) })).toBe(await trained());
  });

  it('can be trained further than was planned', async () => {
    const { checkpoint } = await bohte2002({ seed: 3 }).train(flowers, context({ epochs: 2 }));
    expect(await trained({ resume: checkpoint, epochs: 3 })).toBe(await trained());
  });
});

describe('events', () => {
  it('tells of the run, its epochs, samples and metrics', async () => {
    const { bus, events } = recording();
    const result = await bohte2002({ seed: 1 }).train(flowers, context({ bus, epochs: 2 }));
    expect(events[0]).toMatchObject({
      type: 'run:start',
      verb: 'train',
      model: 'bohte-2002',
      data: 'iris',
      synthetic: false,
      samples: 216,
    });
    expect(events.at(-1)).toMatchObject({ type: 'run:end', finished: true, results: result.results });
    expect(ofType(events, 'epoch:start')).toEqual([0, 1].map((epoch) => ({ type: 'epoch:start', epoch, samples: 108 })));
    const samples = ofType(events, 'sample:end');
    expect(samples.map(({ done }) => done)).toEqual(Array.from({ length: 216 }, (_, k) => k + 1));
    for (const { epoch, sample, done, total, label, predicted, spikes } of samples) {
      expect(done).toBe(108 * epoch + sample + 1);
      expect(total).toBe(216);
      expect([0, 1, 2]).toContain(label);
      expect([-1, 0, 1, 2]).toContain(predicted);
      expect(spikes).toBeLessThanOrEqual(13);
    }
    const names = ['loss', 'accuracy', 'validation-loss', 'validation-accuracy'];
    const metrics = ofType(events, 'metric');
    expect(metrics.map(({ name, done }) => `${name} ${done}`)).toEqual(
      [108, 216].flatMap((done) => names.map((name) => `${name} ${done}`)),
    );
    expect(metrics.slice(4).map(({ value }) => value)).toEqual([
      result.results.loss,
      result.results.accuracy,
      result.results.validationLoss,
      result.results.validationAccuracy,
    ]);
    // A metric stands before the end of its epoch.
    expect(events.findIndex(({ type }) => type === 'metric')).toBeLessThan(events.findIndex(({ type }) => type === 'epoch:end'));
  });

  it('shows spike times and weights before the first sample, after epochs, and after the last sample', async () => {
    const { bus, events } = recording();
    const { checkpoint } = await bohte2002().train(xor().train, context({ bus, epochs: 5 }));
    const times = ofType(events, 'spike-times');
    expect(times.map(({ done }) => done)).toEqual([0, 4, 8, 12, 16, 20]);
    const before = times[0];
    expect(before!.layers).toEqual([3, 5, 1]);
    expect([...before!.targets]).toEqual([16, 10]);
    expect([0, 1, 2, 3].map((sample) => [...before!.times.subarray(9 * sample, 9 * sample + 3)])).toEqual([
      [0, 0, 0],
      [0, 6, 0],
      [6, 0, 0],
      [6, 6, 0],
    ]);
    const weights = ofType(events, 'weights');
    expect(weights.map(({ connection, rows, columns, shape, done }) => [connection, rows, columns, shape, done])).toEqual(
      [0, 4, 8, 12, 16, 20].flatMap((done) => [
        ['layer-0-1', 48, 5, [3, 16], done],
        ['layer-1-2', 80, 1, [5, 16], done],
      ]),
    );
    expect(weights.at(-1)!.values).toEqual(Float32Array.from(checkpoint.tensors['weights/1']!.data));
  });

  it('shows a long run a hundred times at most between its beginning and its end', async () => {
    const { bus, events } = recording();
    await bohte2002({ goal: 0 }).train(xor().train, context({ bus, epochs: 250 }));
    const shown = ofType(events, 'spike-times').map(({ done }) => done / 4);
    expect(shown).toEqual([0, ...Array.from({ length: 83 }, (_, k) => 3 * (k + 1)), 250]);
  });

  it('infer tells of every sample and of its accuracy', async () => {
    const { checkpoint } = await bohte2002({ seed: 1 }).train(flowers, context({ epochs: 2 }));
    const { bus, events } = recording();
    const { results } = await bohte2002().infer(checkpoint, iris().test, context({ bus }));
    expect(events[0]).toMatchObject({ type: 'run:start', verb: 'infer', samples: 30 });
    const samples = ofType(events, 'sample:end');
    expect(samples).toHaveLength(30);
    expect(samples.filter(({ label, predicted }) => label === predicted).length / 30).toBe(results.accuracy);
    expect(ofType(events, 'metric').map(({ name, value }) => [name, value])).toEqual([
      ['accuracy', results.accuracy],
      ['loss', results.loss],
    ]);
  });

  it('infer stops when it is told to, with what it has', async () => {
    const { checkpoint } = await bohte2002({ seed: 1 }).train(flowers, context({ epochs: 1 }));
    const stop = new AbortController();
    const bus = createEventBus();
    bus.on('sample:end').subscribe(({ done }) => {
      if (done === 10) stop.abort();
    });
    const { finished, results } = await bohte2002().infer(checkpoint, iris().test, context({ bus, signal: stop.signal }));
    expect(finished).toBe(false);
    expect(results.samples).toBe(10);
  });
});

describe('presets', () => {
  const resolved = async (options: Bohte2002Options, data: LabelledSet) =>
    (await bohte2002(options).train(data, context({ epochs: 1 }))).checkpoint.options;

  it("'auto' goes by the name of the data, and 'iris' is for all others", async () => {
    expect(await resolved({}, xor().train)).toMatchObject({ preset: 'xor', hidden: 5, outputs: 1, timeEncoder: 'linear' });
    expect(await resolved({}, flowers)).toMatchObject({ preset: 'iris', hidden: 10, outputs: 3, fields: 12, references: 2 });
    expect(await resolved({}, { ...flowers, name: 'acme/tulips' })).toMatchObject({ preset: 'iris', outputs: 3 });
    const twoClasses = Uint32Array.from(flowers.labels.keys()).filter((sample) => flowers.labels[sample]! < 2);
    expect(await resolved({ hidden: 4 }, select(flowers, twoClasses))).toMatchObject({ hidden: 4, outputs: 2 });
  });

  it('a model that is made of the options of a checkpoint has these options', async () => {
    const options = await resolved({ seed: 5, hidden: 7 }, flowers);
    expect(bohte2002(options as Bohte2002Options).options).toEqual(options);
  });
});
