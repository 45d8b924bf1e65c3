import { createEventBus } from '@n3ml/core';
import { digitModel } from './digit-model.ts';
import { describeDigits, loadDigits } from './digits.ts';
import { answerParent } from './fresh-process.ts';

export interface MemoryQuestion {
  readonly neurons: number;
  readonly samples: number;
  /** Samples from one look to the next. */
  readonly every: number;
}

/** Memory of the process after `done` samples, in MiB, with the garbage collected first. */
export interface MemoryLook {
  readonly done: number;
  readonly resident: number;
  readonly heap: number;
  readonly external: number;
}

export interface MemoryAnswer {
  readonly data: string;
  readonly looks: readonly MemoryLook[];
}

const MIB = 2 ** 20;

function look(done: number): MemoryLook {
  globalThis.gc!();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { done, resident: rss / MIB, heap: heapUsed / MIB, external: external / MIB };
}

answerParent(async ({ neurons, samples, every }: MemoryQuestion): Promise<MemoryAnswer> => {
  const dataset = await loadDigits({ train: samples, test: 1 });
  const { model, context } = digitModel({ neurons });
  const bus = createEventBus();
  const looks: MemoryLook[] = [];
  bus.on('sample:end').subscribe(({ done }) => {
    if (done % every === 0) looks.push(look(done));
  });
  await model.train(dataset.train, context(bus));
  return { data: describeDigits(dataset), looks };
});
