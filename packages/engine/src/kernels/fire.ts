import type { NeuronProgram } from '@n3ml/equations';
import { fault, type PopulationLayout } from '../arena/layout.ts';
import { type Code, seq } from '../assembler/code.ts';
import { doWhile, f32x4, i32, i32x4, returnValue, v128, when } from '../assembler/instructions.ts';
import type { Call, ModuleBuilder } from '../assembler/module.ts';
import type { PopulationPlan } from '../plan/plan.ts';
import { countSpike } from './count-spike.ts';
import { emitExpression } from './expression.ts';
import { element } from './frame.ts';
import { simdLanes } from './lanes.ts';
import { vectorReader } from './vector-reader.ts';

const zero = v128.constF32(0);

/** False where a neuron is free again in the step after a spike: then nothing asks when it is. */
export const canBeRefractory = ({ refractorySteps }: NeuronProgram): boolean => refractorySteps !== 0;

/**
 * The rare path: called for four neurons of which one or more may spike. Reports NaN, resets, sets refractoriness and appends to the log.
 * Returns the new length of the log.
 */
export function defineFire(module: ModuleBuilder, population: PopulationPlan, layout: PopulationLayout): Call {
  const program = population.program!;
  const kept = new Set(program.variables.filter((variable) => variable.kept).map(({ name }) => name));
  return module.define(
    `fire_${population.name}`,
    { base: 'i32', p: 'i32', t: 'i32', learn: 'i32', length: 'i32' },
    'i32',
    (scope, { base, p, t, learn, length }) => {
      const spiking = scope.local('v128', 'spiking');
      const bits = scope.local('i32', 'bits');
      const neuron = scope.local('i32', 'neuron');
      const count = scope.local('i32', 'count');
      const read = vectorReader(layout, p, new Map());
      const first = i32.shrU(i32.sub(p.get, base.get), i32.const(2));

      const broken = program.variables
        .map(({ name }) => v128.load(p.get, layout.variables[name]!))
        .reduce((mask, value) => v128.or(mask, f32x4.ne(value, value)), zero);
      // Lanes behind the last neuron of a population whose size is no multiple of 4 can't spike.
      const rest = population.size % 4;
      const isNeuron = (mask: Code): Code =>
        rest === 0
          ? mask
          : v128.and(mask, i32x4.gtS(i32x4.splat(i32.const(population.size)), i32x4.add(i32x4.splat(first), v128.constI32(0, 1, 2, 3))));
      // The first one is reported.
      const reportNaN = seq(
        when(
          i32.eqz(i32.load(base.get, fault.population)),
          seq(
            i32.store(base.get, i32.const(population.index + 1), fault.population),
            i32.store(base.get, i32.add(first, i32.ctz(bits.get)), fault.neuron),
            i32.store(base.get, t.get, fault.step),
          ),
        ),
        returnValue(length.get),
      );

      const resets = program.reset.map(({ slot, value }) => {
        const offset = layout.variables[slot.name]!;
        const changing = kept.has(slot.name) ? v128.and(spiking.get, i32x4.splat(i32.sub(i32.const(0), learn.get))) : spiking.get;
        return v128.store(p.get, v128.bitselect(emitExpression(value, simdLanes, scope, read), v128.load(p.get, offset), changing), offset);
      });
      const crossing = emitExpression(program.threshold, simdLanes, scope, read);
      const refractory = canBeRefractory(program);
      const steps =
        typeof program.refractorySteps === 'number' ? i32x4.splat(i32.const(program.refractorySteps)) : v128.load(p.get, layout.refractory);
      const freeFrom = i32x4.add(i32x4.splat(i32.add(t.get, i32.const(1))), steps);

      const append = seq(
        neuron.set(i32.add(first, i32.ctz(bits.get))),
        i32.store(element(base.get, length.get), neuron.get, layout.log),
        length.set(i32.add(length.get, i32.const(1))),
        count.set(i32.load(element(base.get, neuron.get), layout.counts)),
        countSpike(layout, base, neuron, count),
        bits.set(i32.and(bits.get, i32.sub(bits.get, i32.const(1)))),
      );
      return seq(
        bits.set(i32x4.bitmask(isNeuron(broken))),
        when(bits.get, reportNaN),
        spiking.set(isNeuron(refractory ? v128.and(crossing, i32x4.geS(i32x4.splat(t.get), v128.load(p.get, layout.freeFrom))) : crossing)),
        bits.set(i32x4.bitmask(spiking.get)),
        when(
          bits.get,
          seq(
            ...resets,
            refractory ? v128.store(p.get, v128.bitselect(freeFrom, v128.load(p.get, layout.freeFrom), spiking.get), layout.freeFrom) : [],
            doWhile(append, bits.get),
          ),
        ),
        length.get,
      );
    },
  );
}
