import type { ConnectionLayout, PopulationLayout } from '../arena/layout.ts';
import type { Local } from '../assembler/instructions.ts';
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

export type Side = 'pre' | 'post';

/** The locals of a loop over spikes: cursor, end, the neuron's index and its pointer. */
export function spikeLocals(scope: Scope, name: string): readonly [Local, Local, Local, Local] {
  return [
    scope.local('i32', `${name}Spike`),
    scope.local('i32', `${name}End`),
    scope.local('i32', `${name}Id`),
    scope.local('i32', `${name}Pointer`),
  ];
}
