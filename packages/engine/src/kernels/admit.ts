import type { PopulationLayout } from '../arena/layout.ts';
import { seq } from '../assembler/code.ts';
import { i32 } from '../assembler/instructions.ts';
import type { Call, ModuleBuilder } from '../assembler/module.ts';
import { countSpike } from './count-spike.ts';
import { eachSpike, element, FRAME, spikesOf } from './frame.ts';

/** Counts the spikes of an input population in this step, which no threshold has counted. */
export function defineAdmit(module: ModuleBuilder, layout: PopulationLayout): Call {
  return module.define(`admit_${layout.name}`, FRAME, undefined, (scope, frame) => {
    const cursor = scope.local('i32', 'spike');
    const end = scope.local('i32', 'spikeEnd');
    const id = scope.local('i32', 'id');
    const count = scope.local('i32', 'count');
    const { from, to } = spikesOf(layout, frame, 1);
    return eachSpike(
      layout,
      cursor,
      end,
      id,
      from,
      to,
      seq(count.set(i32.load(element(frame.base.get, id.get), layout.counts)), countSpike(layout, frame.base, id, count)),
    );
  });
}
