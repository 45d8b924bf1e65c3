import type { PopulationLayout } from '../arena/layout.ts';
import { type Code, seq } from '../assembler/code.ts';
import { i32, type Local, when } from '../assembler/instructions.ts';
import { element } from './frame.ts';

/** Adds one to the count of a neuron, whose present count is in `count`, and lists it as active at its first spike. */
export function countSpike(layout: PopulationLayout, base: Local, neuron: Local, count: Local): Code {
  return seq(
    when(
      i32.eqz(count.get),
      seq(
        i32.store(element(base.get, i32.load(base.get, layout.activeCount)), neuron.get, layout.active),
        i32.store(base.get, i32.add(i32.load(base.get, layout.activeCount), i32.const(1)), layout.activeCount),
      ),
    ),
    i32.store(element(base.get, neuron.get), i32.add(count.get, i32.const(1)), layout.counts),
  );
}
