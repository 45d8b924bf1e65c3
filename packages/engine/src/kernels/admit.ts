import type { PopulationLayout } from '../arena/layout.ts';
import { seq } from '../assembler/code.ts';
import { i32 } from '../assembler/instructions.ts';
import type { Call, ModuleBuilder } from '../assembler/module.ts';
import { countSpike } from './count-spike.ts';
import { eachSpike, element, FRAME } from './frame.ts';

/** Counts the spikes of an input population in this step, which no threshold has counted. */
export function defineAdmit(module: ModuleBuilder, layout: PopulationLayout): Call {
  return module.define(`admit_${layout.name}`, FRAME, undefined, (scope, frame) =>
    eachSpike(
      scope,
      frame,
      layout,
      1,
      (id) => {
        const count = scope.local('i32', 'count');
        return seq(count.set(i32.load(element(frame.base.get, id.get), layout.counts)), countSpike(layout, frame.base, id, count));
      },
      'input',
    ),
  );
}
