import type { Executor, Registry } from '@n3ml/core';
import type { ExplainedEquation, ExplainedPlot, ExplainOptions } from './explanation.ts';
import type { KernelSource } from './kernels.ts';

/** What is found out about a thing by making it. */
export interface Insight {
  readonly equations?: readonly ExplainedEquation[];
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  /** Measured where they are asked for. */
  readonly plots?: () => readonly ExplainedPlot[];
  readonly kernels?: () => KernelSource;
}

/** What looking into a thing needs. */
export interface Workbench extends ExplainOptions {
  readonly registry: Registry;
  readonly executor: Executor;
}
