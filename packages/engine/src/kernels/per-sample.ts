import type { Assign } from '@n3ml/equations';
import type { PopulationLayout } from '../arena/layout.ts';
import { v128 } from '../assembler/instructions.ts';
import { moduleBuilder } from '../assembler/module.ts';
import { stepVariables } from './step-variables.ts';

/** A module with one kernel, `advance(base)`, that steps a population's `per sample` variables once. */
export function emitPerSample({ size, variables, constants }: PopulationLayout, assigns: readonly Assign[]): Uint8Array<ArrayBuffer> {
  const module = moduleBuilder({ shared: false });
  module.define('advance', { base: 'i32' }, undefined, (scope, { base }) =>
    stepVariables(scope, base, size, assigns, variables, (slot, pointer) =>
      v128.load(pointer.get, (slot.scope === 'constant' ? constants : variables)[slot.name]!),
    ),
  );
  return module.bytes();
}
