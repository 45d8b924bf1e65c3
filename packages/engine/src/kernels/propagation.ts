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
  /** Takes the scale of the spike that stands `ahead` places behind the one that `cursor` points to. */
  readonly take: (cursor: Local, ahead: number) => Code;
  readonly one: (weight: Code) => Code;
  readonly four: (weights: Code) => Code;
}

const unscaled: Scaling = { take: () => [], one: (weight) => weight, four: (weights) => weights };

/** The scaling of one spike at a time. */
export function scalingOf({ pre, scope }: Propagation): Scaling {
  if (pre.carries === 'spikes') return unscaled;
  const [scale, scales] = [scope.local('f32', 'scale'), scope.local('v128', 'scales')];
  return {
    take: (cursor, ahead) => seq(scale.set(f32.load(cursor.get, pre.scales + 4 * ahead)), scales.set(f32x4.splat(scale.get))),
    one: (weight) => f32.mul(weight, scale.get),
    four: (weights) => f32x4.mul(weights, scales.get),
  };
}

/** Runs `body` for every spike that the connection brings in this step. */
export function eachArrival(propagation: Propagation, body: (id: Local, scaling: Scaling) => Code): Code {
  const { connection, pre, scope, frame } = propagation;
  const scaling = scalingOf(propagation);
  return eachSpike(scope, frame, pre, connection.step, (id, cursor) => seq(scaling.take(cursor, 0), body(id, scaling)), 'pre');
}
