import { createEventBus } from '@n3ml/core';
import { digitModel } from './digit-model.ts';
import { describeDigits, loadDigits } from './digits.ts';
import { answerParent } from './fresh-process.ts';
import { type MemoryLook, memoryLook } from './memory-look.ts';

export interface MemoryQuestion {
  readonly neurons: number;
  readonly samples: number;
  /** Samples from one look to the next. */
  readonly every: number;
}

export interface MemoryAnswer {
  readonly data: string;
  readonly looks: readonly MemoryLook[];
}

answerParent(async ({ neurons, samples, every }: MemoryQuestion): Promise<MemoryAnswer> => {
  const dataset = await loadDigits({ train: samples, test: 1 });
  const { model, context } = digitModel({ neurons });
  const bus = createEventBus();
  const looks: MemoryLook[] = [];
  bus.on('sample:end').subscribe(({ done }) => {
    if (done % every === 0) looks.push(memoryLook(done));
  });
  await model.train(dataset.train, context(bus));
  return { data: describeDigits(dataset), looks };
});
