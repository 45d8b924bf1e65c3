import type { Ir, NeuronProgram, Slot } from '@n3ml/equations';
import { type PopulationLayout, padded } from '../arena/layout.ts';
import { type Code, seq } from '../assembler/code.ts';
import { doWhile, f32x4, i32, i32x4, type Local, v128, when } from '../assembler/instructions.ts';
import type { Call, ModuleBuilder, Scope } from '../assembler/module.ts';
import type { PopulationPlan } from '../plan/plan.ts';
import { emitExpression } from './expression.ts';
import { canBeRefractory, defineFire } from './fire.ts';
import { element, FRAME } from './frame.ts';
import { simdLanes } from './lanes.ts';
import { eachLoad, slotKey } from './symbols.ts';
import { vectorReader } from './vector-reader.ts';

const zero = v128.constF32(0);

/**
 * A mask of the lanes that are certainly below threshold. NaN is never below, so that both a spike and a state that has exploded leave the fast
 * path. For the variables that a comparison reads, that costs no instruction; the others are compared with themselves.
 */
function belowThreshold({ threshold, variables }: NeuronProgram, scope: Scope, read: (slot: Slot) => Code): Code {
  const emit = (ir: Ir): Code => emitExpression(ir, simdLanes, scope, read);
  const compared = new Set<string>();
  let below: Code;
  if (threshold.op === 'ge' || threshold.op === 'gt') {
    below = (threshold.op === 'ge' ? f32x4.lt : f32x4.le)(emit(threshold.a), emit(threshold.b));
    eachLoad(threshold, ({ name }) => compared.add(name));
  } else {
    below = v128.not(emit(threshold));
  }
  const others = variables.filter(({ name }) => !compared.has(name)).map(({ name }): Slot => ({ scope: 'neuron', name }));
  return others.reduce((mask, slot) => v128.and(mask, f32x4.eq(read(slot), read(slot))), below);
}

/** One step of a population: integrate, add the input where not refractory, threshold, reset, log. */
export function defineIntegrate(module: ModuleBuilder, population: PopulationPlan, layout: PopulationLayout): Call {
  const program = population.program!;
  const fire = defineFire(module, population, layout);
  return module.define(`integrate_${population.name}`, FRAME, undefined, (scope, { base, s, t, learn }) => {
    const p = scope.local('i32', 'p');
    const end = scope.local('i32', 'end');
    const length = scope.local('i32', 'length');
    const free = scope.local('v128', 'free');

    // Everything that the fast path reads is loaded once into a local, changed there, and stored once.
    const cached = new Map<string, Local>();
    const loads: Code[] = [];
    const cache = (slot: Slot): Local => {
      const key = slotKey(slot);
      let local = cached.get(key);
      if (!local) {
        local = scope.local('v128', slot.name);
        loads.push(local.set(vectorReader(layout, p, new Map())(slot)));
        cached.set(key, local);
      }
      return local;
    };
    for (const assign of [...program.integrate, ...program.input]) {
      cache(assign.slot);
      eachLoad(assign.value, cache);
    }
    const read = vectorReader(layout, p, cached);
    const whileFree = (value: Code, target: Local): Code =>
      canBeRefractory(program) ? v128.bitselect(value, target.get, free.get) : value;

    const next = program.integrate.map(({ slot, value }) => {
      const local = scope.local('v128', `next_${slot.name}`);
      return { slot, local, code: local.set(emitExpression(value, simdLanes, scope, read)) };
    });
    const integrate = seq(
      ...next.map(({ code }) => code),
      ...next.map(({ slot, local }) => {
        const target = cache(slot);
        return target.set(program.heldWhileRefractory.has(slot.name) ? whileFree(local.get, target) : local.get);
      }),
    );
    const input = program.input.map(({ slot, value, always }) => {
      const target = cache(slot);
      const code = emitExpression(value, simdLanes, scope, read);
      return target.set(always ? code : whileFree(code, target));
    });
    const usesFree = canBeRefractory(program) && (program.input.some(({ always }) => !always) || program.heldWhileRefractory.size > 0);
    const changed = new Set([...program.integrate, ...program.input].map(({ slot }) => slot.name));

    const body = seq(
      ...loads,
      usesFree ? free.set(i32x4.geS(i32x4.splat(t.get), v128.load(p.get, layout.freeFrom))) : [],
      integrate,
      ...input,
      ...[...changed].map((name) => v128.store(p.get, cached.get(`neuron.${name}`)!.get, layout.variables[name]!)),
      ...program.channels.map((channel) => v128.store(p.get, zero, layout.channels[channel]!)),
      when(i32.eqz(i32x4.allTrue(belowThreshold(program, scope, read))), length.set(fire(base.get, p.get, t.get, learn.get, length.get))),
      p.set(i32.add(p.get, i32.const(16))),
    );
    return seq(
      length.set(i32.load(element(base.get, s.get), layout.offsets + 4)),
      p.set(base.get),
      end.set(i32.add(base.get, i32.const(padded(population.size) * 4))),
      doWhile(body, i32.ltU(p.get, end.get)),
      i32.store(element(base.get, s.get), length.get, layout.offsets + 8),
    );
  });
}
