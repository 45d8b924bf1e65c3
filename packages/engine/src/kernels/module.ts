import type { Assign } from '@n3ml/equations';
import { fault, type Layout, type PopulationLayout, padded } from '../arena.ts';
import { type Code, seq } from '../assembler/code.ts';
import { doWhile, i32, returnValue, v128, when } from '../assembler/instructions.ts';
import { type Call, type ModuleBuilder, moduleBuilder } from '../assembler/module.ts';
import type { Plan } from '../plan.ts';
import { emitExpression, simdLanes } from './expression.ts';
import { eachSpike, element, FRAME, frameArguments, spikesOf } from './frame.ts';
import { countSpike, defineIntegrate } from './integrate.ts';
import { defineLearn } from './learn.ts';
import { defineNormalize } from './normalize.ts';
import { definePropagate } from './propagate.ts';

/** Counts the spikes of an input population in this step, which no threshold has counted. */
function defineAdmit(module: ModuleBuilder, layout: PopulationLayout): Call {
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

/**
 * The module of a network. Exports
 * - `run(base, t, steps, learn)`: runs up to `steps` steps from step `t` since the reset and returns how many it did: fewer where a log is full, or
 *   where a variable became NaN, which it leaves at {@link fault};
 * - `normalize(base)`: ends a training sample;
 * and every kernel under its own name.
 */
export function emitNetwork(plan: Plan, layout: Layout, { shared = false }: { shared?: boolean } = {}): Uint8Array<ArrayBuffer> {
  const module = moduleBuilder({ shared });
  const populationOf = (index: number): PopulationLayout => layout.populations[index]!;

  const propagate = plan.connections.map((connection, k) =>
    definePropagate(module, connection, layout.connections[k]!, populationOf(connection.pre.index), populationOf(connection.post.index)),
  );
  const neurons = plan.populations.filter(({ program }) => program);
  const integrate = neurons.map((population) => defineIntegrate(module, population, populationOf(population.index)));
  const admit = layout.populations.filter(({ isInput }) => isInput).map((population) => defineAdmit(module, population));
  const learn = plan.connections.flatMap((connection, k) =>
    connection.rule
      ? [defineLearn(module, connection, layout.connections[k]!, populationOf(connection.pre.index), populationOf(connection.post.index))]
      : [],
  );
  const normalize = plan.connections.flatMap((connection, k) =>
    connection.normalizedSum === undefined ? [] : [defineNormalize(module, connection, layout.connections[k]!)],
  );

  module.define('run', { base: 'i32', t: 'i32', steps: 'i32', learn: 'i32' }, 'i32', (scope, { base, t, steps, learn: learning }) => {
    const s = scope.local('i32', 's');
    const values = frameArguments({ base, s, t, learn: learning });
    const callAll = (kernels: readonly Call[]): Code => seq(...kernels.map((kernel) => kernel(...values)));
    const logIsFull = neurons.map(({ index, size }) => {
      const { offsets, logCapacity } = populationOf(index);
      return i32.ltU(i32.const(logCapacity - size), i32.load(element(base.get, s.get), offsets + 4));
    });
    const step = seq(
      when(
        logIsFull.reduce((a, b) => i32.or(a, b), i32.const(0)),
        returnValue(s.get),
      ),
      callAll(propagate),
      callAll(integrate),
      when(i32.load(base.get, fault.population), returnValue(s.get)),
      callAll(admit),
      learn.length ? when(learning.get, callAll(learn)) : [],
      t.set(i32.add(t.get, i32.const(1))),
      s.set(i32.add(s.get, i32.const(1))),
    );
    return seq(s.set(i32.const(0)), doWhile(step, i32.ltU(s.get, steps.get)), s.get);
  });
  module.define('normalize', { base: 'i32' }, undefined, (_scope, { base }) => seq(...normalize.map((kernel) => kernel(base.get))));
  return module.bytes();
}

/** A module with one kernel, `advance(base)`, that steps a population's `per sample` variables once. */
export function emitPerSample(population: PopulationLayout, assigns: readonly Assign[]): Uint8Array<ArrayBuffer> {
  const module = moduleBuilder({ shared: false });
  module.define('advance', { base: 'i32' }, undefined, (scope, { base }) => {
    const p = scope.local('i32', 'p');
    const end = scope.local('i32', 'end');
    const next = assigns.map(({ slot, value }) => {
      const local = scope.local('v128', slot.name);
      const code = emitExpression(value, simdLanes, scope, (read) =>
        v128.load(p.get, (read.scope === 'constant' ? population.constants : population.variables)[read.name]!),
      );
      return { set: local.set(code), store: v128.store(p.get, local.get, population.variables[slot.name]!) };
    });
    return seq(
      p.set(base.get),
      end.set(i32.add(base.get, i32.const(padded(population.size) * 4))),
      doWhile(
        seq(...next.map(({ set }) => set), ...next.map(({ store }) => store), p.set(i32.add(p.get, i32.const(16)))),
        i32.ltU(p.get, end.get),
      ),
    );
  });
  return module.bytes();
}
