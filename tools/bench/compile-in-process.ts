import type { DiehlCook2015PresetName } from '@n3ml/stdp';
import { digitModel } from './digit-model.ts';
import { answerParent } from './fresh-process.ts';

export interface CompileQuestion {
  readonly neurons: number;
  readonly preset: DiehlCook2015PresetName;
  readonly times: number;
}

/** Milliseconds, the first compilation of the process first. */
export interface CompileAnswer {
  readonly compile: readonly number[];
  /** The first step behind each compilation: V8 compiles a function of a module when it is first called. */
  readonly firstStep: readonly number[];
}

answerParent(({ neurons, preset, times }: CompileQuestion): CompileAnswer => {
  const { model, registry } = digitModel({ neurons, preset });
  const network = model.network([28, 28], registry);
  const executor = registry.create('executor', 'wasm');
  const compile: number[] = [];
  const firstStep: number[] = [];
  for (let k = 0; k < times; k++) {
    const start = performance.now();
    const simulation = executor.compile(network);
    const compiled = performance.now();
    simulation.run({}, { steps: 1, learn: true });
    firstStep.push(performance.now() - compiled);
    compile.push(compiled - start);
  }
  return { compile, firstStep };
});
