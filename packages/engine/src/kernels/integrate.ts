import type { Ir, NeuronProgram, Slot } from '@n3ml/equations';
import { fault, type PopulationLayout, padded } from '../arena.ts';
import { type Code, seq } from '../assembler/code.ts';
import { doWhile, f32x4, i32, i32x4, type Local, returnValue, v128, when } from '../assembler/instructions.ts';
import type { Call, ModuleBuilder, Scope } from '../assembler/module.ts';
import type { PopulationPlan } from '../plan.ts';
import { eachLoad, emitExpression, simdLanes, slotKey } from './expression.ts';
import { element, FRAME } from './frame.ts';

const zero = v128.constF32(0);

/** Reads symbols of four neurons at `p`, each from memory unless it is in `cached`. */
function reader(layout: PopulationLayout, p: Local, cached: ReadonlyMap<string, Local>): (slot: Slot) => Code {
  return (slot) => {
    const local = cached.get(slotKey(slot));
    if (local) return local.get;
    const place = slot.scope === 'constant' ? layout.constants : slot.scope === 'input' ? layout.channels : layout.variables;
    return v128.load(p.get, place[slot.name]!);
  };
}

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

/**
 * The rare path: called for four neurons of which one or more may spike. Reports NaN, resets, sets refractoriness and appends to the log.
 * Returns the new length of the log.
 */
function defineFire(module: ModuleBuilder, population: PopulationPlan, layout: PopulationLayout): Call {
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
      const read = reader(layout, p, new Map());
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
      const reportNaN = seq(
        i32.store(base.get, i32.const(population.index + 1), fault.population),
        i32.store(base.get, i32.add(first, i32.ctz(bits.get)), fault.neuron),
        i32.store(base.get, t.get, fault.step),
        returnValue(length.get),
      );

      const resets = program.reset.map(({ slot, value }) => {
        const offset = layout.variables[slot.name]!;
        const changing = kept.has(slot.name) ? v128.and(spiking.get, i32x4.splat(i32.sub(i32.const(0), learn.get))) : spiking.get;
        return v128.store(p.get, v128.bitselect(emitExpression(value, simdLanes, scope, read), v128.load(p.get, offset), changing), offset);
      });
      const refractory =
        typeof program.refractorySteps === 'number' ? i32x4.splat(i32.const(program.refractorySteps)) : v128.load(p.get, layout.refractory);
      const freeFrom = i32x4.add(i32x4.splat(i32.add(t.get, i32.const(1))), refractory);

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
        spiking.set(
          isNeuron(
            v128.and(
              emitExpression(program.threshold, simdLanes, scope, read),
              i32x4.geS(i32x4.splat(t.get), v128.load(p.get, layout.freeFrom)),
            ),
          ),
        ),
        bits.set(i32x4.bitmask(spiking.get)),
        when(
          bits.get,
          seq(
            ...resets,
            v128.store(p.get, v128.bitselect(freeFrom, v128.load(p.get, layout.freeFrom), spiking.get), layout.freeFrom),
            doWhile(append, bits.get),
          ),
        ),
        length.get,
      );
    },
  );
}

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
        loads.push(local.set(reader(layout, p, new Map())(slot)));
        cached.set(key, local);
      }
      return local;
    };
    for (const assign of [...program.integrate, ...program.input]) {
      cache(assign.slot);
      eachLoad(assign.value, cache);
    }
    const read = reader(layout, p, cached);
    const whileFree = (value: Code, target: Local): Code => v128.bitselect(value, target.get, free.get);

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
    const usesFree = program.input.some(({ always }) => !always) || program.heldWhileRefractory.size > 0;
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
