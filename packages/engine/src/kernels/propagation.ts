import type { ConnectionLayout, PopulationLayout } from '../arena/layout.ts';
import { type Code, seq } from '../assembler/code.ts';
import { f32, f32x4, type Local } from '../assembler/instructions.ts';
import type { Scope } from '../assembler/module.ts';
import type { ConnectionPlan } from '../plan/plan.ts';
import { eachSpike, type Frame } from './frame.ts';

/** What a propagation kernel works on. */
export interface Propagation {
  readonly connection: ConnectionPlan;
  readonly layout: ConnectionLayout;
  readonly pre: PopulationLayout;
  /** The currents that it adds to: a pointer, and an offset to it. */
  readonly target: Local;
  readonly currents: number;
  readonly scope: Scope;
  readonly frame: Frame;
}

/** What weights count for one spike: themselves, or times the sign of the spike (or the current of the neuron). */
export interface Scaling {
  readonly one: (weight: Code) => Code;
  readonly four: (weights: Code) => Code;
}

const unscaled: Scaling = { one: (weight) => weight, four: (weights) => weights };

/** Runs `body` for every spike that the connection brings in this step. */
export function eachArrival({ connection, pre, scope, frame }: Propagation, body: (id: Local, scaling: Scaling) => Code): Code {
  if (pre.carries === 'spikes') return eachSpike(scope, frame, pre, connection.step, (id) => body(id, unscaled), 'pre');
  const scale = scope.local('f32', 'scale');
  const scales = scope.local('v128', 'scales');
  const scaling: Scaling = {
    one: (weight) => f32.mul(weight, scale.get),
    four: (weights) => f32x4.mul(weights, scales.get),
  };
  return eachSpike(
    scope,
    frame,
    pre,
    connection.step,
    (id, cursor) => seq(scale.set(f32.load(cursor.get, pre.scales)), scales.set(f32x4.splat(scale.get)), body(id, scaling)),
    'pre',
  );
}
