import type { Events, RunContext, RunResult } from '@n3ml/core';

/** Runs a verb between its `run:start` and its `run:end`. */
export async function announceRun(context: RunContext, start: Events['run:start'], verb: () => Promise<RunResult>): Promise<RunResult> {
  const began = performance.now();
  context.bus.channel('run:start').emit(start);
  const result = await verb();
  context.bus.channel('run:end').emit({ finished: result.finished, results: result.results, seconds: (performance.now() - began) / 1000 });
  if (context.bus.unsettled) await context.bus.settle();
  return result;
}
