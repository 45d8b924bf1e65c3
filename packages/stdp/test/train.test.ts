import {
  type Checkpoint,
  createEventBus,
  createRegistry,
  type Executor,
  type RunContext,
  type RunEvent,
  type TrainOptions,
} from '@n3ml/core';
import { decodeCheckpoint, encodeCheckpoint } from '@n3ml/core/checkpoint';
import encoders from '@n3ml/encoders';
import engine, { wasm } from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { describe, expect, it } from 'vitest';
import stdp, { assign, type DiehlCook2015Options, diehlCook2015, infer } from '../src/index.ts';
import { BARS_OPTIONS, bars } from './bars.ts';

const registry = createRegistry().use(neurons, encoders, engine, stdp);
const data = bars(60);

// A pool like any other to the verbs, with all its copies on the calling thread.
const oneThread = (): Executor => ({ ...wasm(), pool: (simulation) => wasm().pool(simulation, 1) });
registry.use({ name: 'one-thread', version: '1.0.0', api: 1, provides: { executor: { 'one-thread': oneThread } } });
const context = (over: Partial<TrainOptions> = {}): TrainOptions => ({ registry, bus: createEventBus(), ...over });
const model = (over: DiehlCook2015Options = {}) => diehlCook2015({ ...BARS_OPTIONS, ...over });
const reread = (checkpoint: Checkpoint): Checkpoint => decodeCheckpoint(encodeCheckpoint(checkpoint), 'memory');
const bytesOf = (checkpoint: Checkpoint): string => Buffer.from(encodeCheckpoint(checkpoint)).toString('base64');
const trained = async (over: Partial<TrainOptions> = {}): Promise<string> => bytesOf((await model().train(data, context(over))).checkpoint);

/** Every event of a run, in order, with copies of what is borrowed. */
function recording(): { readonly bus: RunContext['bus']; readonly events: RunEvent[] } {
  const bus = createEventBus();
  const events: RunEvent[] = [];
  // Not structuredClone: it copies the whole memory that a borrowed array looks into.
  const copyOf = (value: unknown): unknown => (value instanceof Uint32Array || value instanceof Float32Array ? value.slice() : value);
  bus
    .all()
    .subscribe((event) => events.push(Object.fromEntries(Object.entries(event).map(([key, value]) => [key, copyOf(value)])) as RunEvent));
  return { bus, events };
}

describe('train, assign, infer', () => {
  it.each([
    ['tuned', {}],
    ['n3ml', { lrPre: 1e-4, lrPost: 1e-2 }],
    ['paper', { steps: 300, restSteps: 20, maxReplays: 3 }],
    ['tuned', { rule: 'power-law' }],
    ['tuned', { rule: 'triplet' }],
    ['tuned', { encoder: 'bernoulli' }],
  ] as const)('%s %j learns the bars, each verb from a decoded checkpoint alone', async (preset, over) => {
    const first = await model({ preset, ...over }).train(data, context());
    const { model: name, options } = reread(first.checkpoint);
    const rebuilt = registry.resolve('model', name, options);
    const assigned = await rebuilt.assign!(reread(first.checkpoint), data, context());
    const inferred = await rebuilt.infer(reread(assigned.checkpoint), bars(60, 3, 99), context());
    expect(first).toMatchObject({ finished: true, results: { samples: 60 } });
    expect(inferred.results.accuracy).toBeGreaterThanOrEqual(0.9);
    expect(inferred.results.samples).toBe(60);
    const confusion = inferred.checkpoint.tensors.confusion!;
    expect(confusion.shape).toEqual([3, 3]);
    expect(Array.from(confusion.data).reduce((sum, n) => sum + n, 0)).toBe(60 - inferred.results.silent!);
    expect((confusion.data[0]! + confusion.data[4]! + confusion.data[8]!) / 60).toBe(inferred.results.accuracy);
  });

  it('learns nothing from the labels', async () => {
    const shuffled = { ...data, labels: data.labels.map((label) => 2 - label) };
    const { tensors } = (await model().train(data, context())).checkpoint;
    const { tensors: other } = (await model().train(shuffled, context())).checkpoint;
    for (const name of Object.keys(tensors).filter((tensor) => !tensor.startsWith('running/')))
      expect(other[name], name).toEqual(tensors[name]);
  });

  it('normalizes every column after each image', async () => {
    const { checkpoint } = await model().train(data, context());
    const weights = Object.values(checkpoint.tensors).find(({ data: { length } }) => length === 64 * 9)!.data;
    for (let j = 0; j < 9; j++) {
      let sum = 0;
      for (let i = 0; i < 64; i++) sum += weights[i * 9 + j]!;
      expect(sum).toBeCloseTo(6.4, 3);
    }
  });

  it('shows faint images again, brighter, a bounded number of times', async () => {
    const { bus, events } = recording();
    const black = { ...bars(3), values: new Uint8Array(3 * 64) };
    const result = await model({ minSpikes: 5, replayRate: 100, maxReplays: 2 }).train(black, { registry, bus });
    expect(result.finished).toBe(true);
    const dim = { ...data, values: data.values.map((value) => value / 10) };
    const spikesOf = async (maxReplays: number): Promise<number[]> => {
      const run = recording();
      await model({ minSpikes: 2, replayRate: 800, maxReplays }).train(dim, { registry, bus: run.bus });
      return run.events.flatMap((event) => (event.type === 'sample:end' ? [event.spikes] : []));
    };
    const faint = (spikes: readonly number[]): number => spikes.filter((n) => n < 2).length;
    expect(events.filter(({ type }) => type === 'sample:end')).toHaveLength(3);
    expect(faint(await spikesOf(6))).toBeLessThan(faint(await spikesOf(0)));
  });
});

describe('determinism', () => {
  it('one seed gives the same bytes, another seed others', async () => {
    expect(await trained()).toBe(await trained());
    expect(bytesOf((await model({ seed: 8 }).train(data, context())).checkpoint)).not.toBe(await trained());
  });

  it('observers change nothing', async () => {
    const { bus, events } = recording();
    expect(await trained({ bus })).toBe(await trained());
    expect(new Set(events.map(({ type }) => type))).toContain('spikes');
  });

  it.each([1, 25, 59, 60, 61, 100])('interrupted after %i samples and resumed: the bytes of the uninterrupted run', async (stop) => {
    const controller = new AbortController();
    const bus = createEventBus();
    bus.on('sample:end').subscribe(({ done }) => {
      if (done === stop) controller.abort();
    });
    const partial = await model().train(data, { registry, bus, signal: controller.signal, epochs: 2 });
    expect(partial).toMatchObject({ finished: false, results: { samples: stop } });
    const resume = reread(partial.checkpoint);
    expect(await trained({ resume })).toBe(await trained({ epochs: 2 }));
  });

  it('every checkpoint on the way leads to the same end', async () => {
    const checkpoints: Checkpoint[] = [];
    const whole = await trained({ epochs: 2, checkpointEvery: 20, onCheckpoint: (checkpoint) => void checkpoints.push(checkpoint) });
    expect(checkpoints).toHaveLength(6);
    for (const resume of checkpoints) expect(await trained({ resume })).toBe(whole);
  });

  it('epochs extend a finished run', async () => {
    const { checkpoint } = await model().train(data, context());
    expect(await trained({ resume: checkpoint, epochs: 2 })).toBe(await trained({ epochs: 2 }));
  });

  it.each(['wasm', 'one-thread'])('assign and infer give the same on a pool of %s', async (executor) => {
    const { checkpoint } = await model({ minSpikes: 3, maxReplays: 2, replayRate: 100 }).train(data, context());
    const many = bars(300);
    const alone = await assign(checkpoint, many, context());
    const together = await assign(checkpoint, many, context({ workers: 2, executor }));
    expect(bytesOf(together.checkpoint)).toBe(bytesOf(alone.checkpoint));
    expect(await infer(together.checkpoint, many, context({ workers: 2, executor }))).toEqual(
      await infer(alone.checkpoint, many, context()),
    );
  });

  it.each([1, 2])('a signal stops assign and infer with what was reached by %i workers', async (workers) => {
    const { checkpoint } = await model().train(data, context());
    const { checkpoint: assigned } = await assign(checkpoint, data, context());
    for (const verb of [assign, infer]) {
      const controller = new AbortController();
      const bus = createEventBus();
      bus.on('sample:end').subscribe(({ done }) => {
        if (done === 5) controller.abort();
      });
      expect(await verb(assigned, data, { registry, bus, signal: controller.signal, workers })).toMatchObject({
        finished: false,
        results: { samples: 5 },
      });
    }
  });

  it('both executors give the same bytes', async () => {
    expect(await trained({ executor: 'interpreter' })).toBe(await trained({ executor: 'wasm' }));
  });
});

describe('events', () => {
  it('tell the run from start to end', async () => {
    const { bus, events } = recording();
    await model().train({ ...data, name: 'bars', synthetic: true }, { registry, bus, epochs: 2 });
    const types = events.map(({ type }) => type).filter((type) => type !== 'spikes');
    expect(types[0]).toBe('run:start');
    expect(types.at(-1)).toBe('run:end');
    expect(events[0]).toMatchObject({
      verb: 'train',
      model: 'diehl-cook-2015',
      data: 'bars',
      synthetic: true,
      samples: 120,
      populations: { input: data.shape.reduce((size, length) => size * length, 1) },
      options: { neurons: 9, epochs: 2 },
    });
    expect(types.filter((type) => type === 'epoch:start')).toHaveLength(2);
    expect(types.filter((type) => type === 'epoch:end')).toHaveLength(2);
    const samples = events.filter((event) => event.type === 'sample:end');
    expect(samples.map(({ done }) => done)).toEqual(Array.from({ length: 120 }, (_, k) => k + 1));
    expect(samples.every(({ total }) => total === 120)).toBe(true);
    expect(events.filter((event) => event.type === 'metric')).toMatchObject([{ name: 'accuracy', done: 100 }]);
    expect(events.find((event) => event.type === 'weights')).toMatchObject({
      connection: 'input-exc',
      rows: 64,
      columns: 9,
      shape: [8, 8],
      done: 120,
    });
    const states = events.flatMap((event) => (event.type === 'state' ? [`${event.variable} of ${event.population}`] : []));
    expect(states.slice(0, 3)).toEqual(['theta of exc', 'v of exc', 'v of inh']);
  });

  it('spikes add up to the counts of their samples', async () => {
    const { bus, events } = recording();
    await model().train(bars(10), { registry, bus });
    let spikes = 0;
    for (const event of events) {
      if (event.type === 'spikes' && event.population === 'exc') spikes += event.ids.length;
      if (event.type === 'sample:end') {
        expect(event.spikes).toBe(spikes);
        spikes = 0;
      }
    }
  });
});
