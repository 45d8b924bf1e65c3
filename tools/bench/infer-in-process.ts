import { createEventBus } from '@n3ml/core';
import { milliseconds } from './bench.ts';
import { digitModel } from './digit-model.ts';
import { loadDigits } from './digits.ts';
import { answerParent } from './fresh-process.ts';

/** What an inference in a process of its own is asked. */
export interface InferQuestion {
  readonly neurons: number;
  readonly train: number;
  readonly samples: number;
  readonly runs: number;
}

answerParent(async ({ neurons, train, samples, runs }: InferQuestion): Promise<readonly number[]> => {
  const dataset = await loadDigits({ train, test: samples });
  const { model, context } = digitModel({ neurons });
  const trained = await model.train(dataset.train, context());
  const { checkpoint } = await model.assign(trained.checkpoint, dataset.train, context());
  const speeds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const ms = await milliseconds(() => model.infer(checkpoint, dataset.test, context(createEventBus())));
    speeds.push((1000 * samples) / ms);
  }
  return speeds;
});
