import type { ConnectionLayout, PopulationLayout } from '../arena/layout.ts';
import type { Scope } from '../assembler/module.ts';
import type { ConnectionPlan, RulePlan } from '../plan/plan.ts';
import type { Frame } from './frame.ts';

/** A connection with a rule, and the function that is being written. */
export interface Learning {
  readonly connection: ConnectionPlan;
  readonly rule: RulePlan;
  readonly layout: ConnectionLayout;
  readonly pre: PopulationLayout;
  readonly post: PopulationLayout;
  readonly scope: Scope;
  readonly frame: Frame;
}

/** An end of a connection. */
export type Side = 'pre' | 'post';
