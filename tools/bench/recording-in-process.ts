import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventBus, createRegistry, randomStream } from '@n3ml/core';
import engine from '@n3ml/engine';
import neurons, { lif } from '@n3ml/neurons';
import { record, replay } from '@n3ml/recording/node';
import { answerParent } from './fresh-process.ts';
import { type MemoryLook, memoryLook } from './memory-look.ts';

export interface RecordingQuestion {
  readonly neurons: number;
  /** Simulated time, in s. */
  readonly seconds: number;
  /** Simulated seconds from one look at the memory to the next. */
  readonly every: number;
  /** False for an observer that hears of the same spikes and does nothing. */
  readonly records: boolean;
}

export interface RecordingAnswer {
  readonly looks: readonly MemoryLook[];
  readonly spikes: number;
  /** Size of the file, and what the spikes would take as a step and a neuron of 32 bits each. */
  readonly bytes: number;
  readonly simulateMs: number;
  readonly replayMs: number;
  /** Spikes that were read back. */
  readonly replayed: number;
}

/** Steps of 1 ms in a simulated second, which is a sample here. */
const STEPS = 1000;

/** Every neuron gets a current of its own, and a new one each second: some spike fast, most of them hardly. */
function setCurrents(currents: Float32Array, second: number): void {
  const random = randomStream(1, 'current', second);
  for (let k = 0; k < currents.length; k++) currents[k] = 0.1 * random.exponential();
}

answerParent(async ({ neurons: size, seconds, every, records }: RecordingQuestion): Promise<RecordingAnswer> => {
  const folder = await mkdtemp(join(tmpdir(), 'n3ml-bench-'));
  const path = join(folder, 'events.n3ml');
  const simulation = createRegistry()
    .use(engine, neurons)
    .create('executor', 'wasm')
    .compile({
      dt: 1,
      populations: { drive: { size, carries: 'current' }, neurons: { size, neuron: lif() } },
      connections: { drive: { from: 'drive', to: 'neurons', topology: { kind: 'one-to-one' }, weights: 1 } },
    });
  const bus = createEventBus();
  bus.attach(records ? record({ path }) : { name: 'nothing', on: { spikes: () => undefined } });
  const [events, ends] = [bus.channel('spikes'), bus.channel('sample:end')];
  let spikes = 0;
  simulation.onSpikes = (step, population, ids) => {
    if (population !== 'neurons') return;
    spikes += ids.length;
    events.emit({ step, population, ids });
  };
  const currents = new Float32Array(size);
  const looks: MemoryLook[] = [];
  const begun = performance.now();
  for (let second = 0; second < seconds; second++) {
    if (second % every === 0) looks.push(memoryLook(second));
    setCurrents(currents, second);
    simulation.reset();
    simulation.run({ drive: currents }, { steps: STEPS, learn: false });
    ends.emit({ epoch: 0, sample: second, done: second + 1, total: seconds, spikes: 0, label: -1, predicted: -1 });
    if (bus.unsettled) await bus.settle();
  }
  await bus.close();
  const simulated = performance.now();
  looks.push(memoryLook(seconds));
  if (!records) return { looks, spikes, bytes: 0, simulateMs: simulated - begun, replayMs: 0, replayed: 0 };
  let replayed = 0;
  await replay(path, { types: ['spikes'] }).forEach(({ ids }) => {
    replayed += ids.length;
  });
  const { size: bytes } = statSync(path);
  await rm(folder, { recursive: true });
  return { looks, spikes, bytes, simulateMs: simulated - begun, replayMs: performance.now() - simulated, replayed };
});
