import type { Executor, Network, Registry } from '@n3ml/core';
import type { ExplainedEquation, ExplainedPlot, ExplainOptions } from './explanation.ts';

/** What is found out about a thing by making it. */
export interface Insight {
  readonly equations?: readonly ExplainedEquation[];
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  /** Measured where they are asked for. */
  readonly plots?: () => readonly ExplainedPlot[];
  /** A network whose kernels are those of the thing. */
  readonly network?: () => Network;
}

/** What looking into a thing needs. */
export interface Workbench extends ExplainOptions {
  readonly registry: Registry;
  readonly executor: Executor;
}
