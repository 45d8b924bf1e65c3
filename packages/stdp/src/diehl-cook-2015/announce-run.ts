import type { LabelledSet, RunContext, RunResult } from '@n3ml/core';
import { MODEL } from './restore.ts';

/** What is told of a run before it starts. */
export interface RunStart {
  readonly verb: 'train' | 'assign' | 'infer';
  readonly options: Readonly<Record<string, unknown>>;
  readonly data: LabelledSet;
  /** @default each sample of the data once */
  readonly samples?: number;
}

/** Runs a verb of the model between its `run:start` and its `run:end`. */
export async function announceRun(
  { bus }: RunContext,
  { verb, options, data, samples = data.count }: RunStart,
  run: () => Promise<RunResult>,
): Promise<RunResult> {
  const began = performance.now();
  const { name = 'unnamed', synthetic = false } = data;
  bus.channel('run:start').emit({ verb, model: MODEL, options, data: name, synthetic, samples });
  const result = await run();
  bus.channel('run:end').emit({ finished: result.finished, results: result.results, seconds: (performance.now() - began) / 1000 });
  if (bus.unsettled) await bus.settle();
  return result;
}
