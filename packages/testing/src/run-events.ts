import type { EventBus, Events, EventType } from '@n3ml/core';

/** Emits one event and gives its payload: a function of the bus, so that type and payload stay together. */
export type Emission = (bus: EventBus) => Events[EventType];

const event =
  <K extends EventType>(type: K, make: () => Events[K]): Emission =>
  (bus) => {
    const payload = make();
    bus.channel(type).emit(payload);
    return payload;
  };

/** Every event of core at least once, in the order of a short training run of two epochs with three samples each. */
export function runEvents(): readonly Emission[] {
  const sample = (epoch: number, number: number): readonly Emission[] => {
    const done = epoch * 3 + number + 1;
    return [
      event('spikes', () => ({ step: 0, population: 'input', ids: Uint32Array.of(0, 3, 8) })),
      event('spikes', () => ({ step: 1, population: 'cells', ids: Uint32Array.of(number) })),
      event('sample:end', () => ({ epoch, sample: number, done, total: 6, spikes: 4, label: number, predicted: number - 1 })),
      event('state', () => ({ population: 'cells', variable: 'theta', values: Float32Array.of(0.1, 0.2, 0.3, 0.4), done })),
      event('weights', () => ({
        connection: 'forward',
        rows: 9,
        columns: 4,
        shape: [3, 3],
        values: Float32Array.from({ length: 36 }, (_, k) => k / 36),
        done,
      })),
      event('metric', () => ({ name: 'accuracy', value: 0.5, done })),
    ];
  };
  const epoch = (number: number): readonly Emission[] => [
    event('epoch:start', () => ({ epoch: number, samples: 3 })),
    ...[0, 1, 2].flatMap((k) => sample(number, k)),
    event('batch:end', () => ({ epoch: number, batch: 0, samples: 3, done: 3 * (number + 1), total: 6, loss: 0.7, right: 2 })),
    event('epoch:end', () => ({ epoch: number })),
  ];
  return [
    event('progress', () => ({ task: 'download', done: 0, total: Number.NaN, unit: 'bytes' })),
    event('progress', () => ({ task: 'download', done: 10, total: 10, unit: 'bytes' })),
    event('run:start', () => ({
      verb: 'train',
      model: 'acme/model',
      options: { dt: 1, steps: 2 },
      data: 'glyphs',
      synthetic: true,
      samples: 6,
    })),
    ...epoch(0),
    event('log', () => ({ level: 'warning', message: 'half\nway' })),
    event('bus:dropped', () => ({ observer: 'slow', event: 'spikes', count: 3 })),
    event('observer:error', () => ({ observer: 'broken', error: 'no', code: 'N3ML_OBSERVER_FAILED' })),
    ...epoch(1),
    event('checkpoint', () => ({ path: 'model.n3ml', bytes: 1024, done: 6 })),
    event('run:end', () => ({ finished: true, results: { accuracy: 0.5, samples: 6 }, seconds: 1.5 })),
  ];
}

/** Payloads that are allowed and seldom: nothing in them, nothing known, no numbers. */
export function strangeEvents(): readonly Emission[] {
  return [
    event('run:start', () => ({ verb: 'infer', model: '', options: {}, data: '<&">', synthetic: false, samples: 0 })),
    event('epoch:start', () => ({ epoch: 0, samples: 0 })),
    event('spikes', () => ({ step: 0, population: 'cells', ids: new Uint32Array() })),
    event('spikes', () => ({ step: 1e6, population: 'cells', ids: Uint32Array.of(4e9) })),
    event('sample:end', () => ({ epoch: 0, sample: 0, done: 1, total: Number.NaN, spikes: 0, label: 255, predicted: -1 })),
    event('state', () => ({ population: 'cells', variable: 'v', values: Float32Array.of(Number.NaN, Number.NEGATIVE_INFINITY), done: 0 })),
    event('weights', () => ({ connection: 'one', rows: 1, columns: 1, shape: [1], values: new Float32Array(1), done: 1 })),
    event('weights', () => ({
      connection: 'broken',
      rows: 2,
      columns: 1,
      shape: [2],
      values: new Float32Array(2).fill(Number.NaN),
      done: 1,
    })),
    event('metric', () => ({ name: 'loss', value: Number.NaN, done: 0 })),
    event('metric', () => ({ name: 'loss', value: Number.POSITIVE_INFINITY, done: 0 })),
    event('progress', () => ({ task: '', done: 0, total: 0, unit: '' })),
    event('log', () => ({ level: 'info', message: '' })),
    event('run:end', () => ({ finished: false, results: {}, seconds: 0 })),
  ];
}
