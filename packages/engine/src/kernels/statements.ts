import type { Assign, Slot } from '@n3ml/equations';
import { type Code, seq } from '../assembler/code.ts';
import { f32, f32x4, type Local } from '../assembler/instructions.ts';
import type { Synapse } from './each-synapse.ts';
import { emitExpression } from './expression.ts';
import { type Lanes, scalarLanes } from './lanes.ts';
import type { Learning, Side } from './learning.ts';
import { eachLoad, slotKey } from './symbols.ts';

const splat = (lanes: Lanes, value: Code): Code => (lanes.width === 4 ? f32x4.splat(value) : value);

/** Statements on one synapse: loads what they read once, computes, clamps the weight if asked to, stores what they changed. */
export function updateSynapse(
  { connection, layout, scope, frame }: Learning,
  assigns: readonly Assign[],
  synapse: Synapse,
  clamp: boolean,
): Code {
  const { lanes } = synapse;
  const cached = new Map<string, Local>();
  const loads: Code[] = [];
  const load = (slot: Slot): Code => {
    switch (slot.scope) {
      case 'synapse':
        return lanes.load(synapse.offset.get, slot.name === 'w' ? layout.weights : layout.synapse[slot.name]!);
      case 'pre':
      case 'post': {
        const offset = layout[slot.scope][slot.name]!;
        return synapse.fixed === slot.scope
          ? splat(lanes, f32.load(synapse[slot.scope].get, offset))
          : lanes.load(synapse[slot.scope].get, offset);
      }
      default:
        return splat(lanes, f32.load(frame.base.get, layout.signals[slot.name]!));
    }
  };
  const cache = (slot: Slot): Local => {
    const key = slotKey(slot);
    let local = cached.get(key);
    if (!local) {
      local = scope.local(lanes.type, slot.name);
      loads.push(local.set(load(slot)));
      cached.set(key, local);
    }
    return local;
  };
  for (const { slot, value } of assigns) {
    cache(slot);
    eachLoad(value, cache);
  }
  const updates = assigns.map(({ slot, value }) => cache(slot).set(emitExpression(value, lanes, scope, (read) => cache(read).get)));
  const changed = new Map(assigns.map(({ slot }) => [slot.name, slot]));
  const clampWeight = clamp && changed.has('w') ? cache({ scope: 'synapse', name: 'w' }) : undefined;
  return seq(
    ...loads,
    ...updates,
    clampWeight ? clampWeight.set(clamped(clampWeight.get, lanes, connection.bounds)) : [],
    ...[...changed.values()].map((slot) =>
      lanes.store(synapse.offset.get, cache(slot).get, slot.name === 'w' ? layout.weights : layout.synapse[slot.name]!),
    ),
  );
}

function clamped(w: Code, lanes: Lanes, [wMin, wMax]: readonly [number, number]): Code {
  const atLeast = wMin === Number.NEGATIVE_INFINITY ? w : lanes.binary.max(w, lanes.constant(wMin));
  return wMax === Number.POSITIVE_INFINITY ? atLeast : lanes.binary.min(atLeast, lanes.constant(wMax));
}

/** Statements that assign variables of the neuron that spiked, in the middle of a list of statements on its synapses. */
export function updateNeuron({ layout, scope, frame }: Learning, side: Side, assigns: readonly Assign[], neuron: Local): Code {
  const place = (slot: Slot): Code => (slot.scope === 'signal' ? frame.base.get : neuron.get);
  const offset = (slot: Slot): number => (slot.scope === 'signal' ? layout.signals[slot.name]! : layout[side][slot.name]!);
  return seq(
    ...assigns.map(({ slot, value }) =>
      f32.store(
        neuron.get,
        emitExpression(value, scalarLanes, scope, (read) => f32.load(place(read), offset(read))),
        offset(slot),
      ),
    ),
  );
}
