import type { EventBus } from '../bus.ts';
import type { LabelledSet } from '../contracts/dataset.ts';
import type { RunResult } from '../contracts/model.ts';

/** What is told of a run before it starts. */
export interface RunStart {
  /** 'train', 'assign', 'infer' ... */
  readonly verb: string;
  /** The model's name. */
  readonly model: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly data: LabelledSet;
  /** How many samples will be shown. @default each sample of the data once */
  readonly samples?: number;
  /** Neurons of each population, where spikes may be told of; see {@link populationSizes}. */
  readonly populations?: Readonly<Record<string, number>>;
}

/** Runs a verb of a model between its `run:start` and its `run:end`. Where it throws there is no `run:end`. */
export async function announceRun(
  bus: EventBus,
  { verb, model, options, data, samples = data.count, populations }: RunStart,
  run: () => Promise<RunResult>,
): Promise<RunResult> {
  const began = performance.now();
  const { name = 'unnamed', synthetic = false } = data;
  bus.channel('run:start').emit({ verb, model, options, data: name, synthetic, samples, ...(populations && { populations }) });
  const result = await run();
  const { finished, results } = result;
  bus.channel('run:end').emit({ finished, results, seconds: (performance.now() - began) / 1000 });
  if (bus.unsettled) await bus.settle();
  return result;
}
