import { fault, type Layout, type PopulationLayout } from '../arena/layout.ts';
import { type Code, seq } from '../assembler/code.ts';
import { doWhile, i32, returnValue, when } from '../assembler/instructions.ts';
import { type Call, moduleBuilder } from '../assembler/module.ts';
import type { Plan } from '../plan/plan.ts';
import { defineAdmit } from './admit.ts';
import { element, frameArguments } from './frame.ts';
import { defineIntegrate } from './integrate.ts';
import { defineLearn } from './learn.ts';
import { defineNormalize } from './normalize.ts';
import { defineInflow, definePropagate } from './propagate.ts';

/**
 * The module of a network. Exports
 * - `run(base, t, steps, learn)`: runs up to `steps` steps from step `t` since the reset and returns how many it did: fewer where a log is full, or
 *   where a variable became NaN, which it leaves at {@link fault};
 * - `inflow(base)`: takes in the currents of the inputs that carry one;
 * - `normalize(base)`: ends a training sample;
 * and every kernel under its own name.
 */
export function emitNetwork(plan: Plan, layout: Layout, { shared = false }: { shared?: boolean } = {}): Uint8Array<ArrayBuffer> {
  const module = moduleBuilder({ shared });
  const populationOf = (index: number): PopulationLayout => layout.populations[index]!;

  const propagate = plan.connections.map((connection, k) => ({
    connection,
    call: definePropagate(
      module,
      connection,
      layout.connections[k]!,
      populationOf(connection.pre.index),
      populationOf(connection.post.index),
    ),
  }));
  const fromPrevious = propagate.filter(({ connection }) => connection.step === 0).map(({ call }) => call);
  const intoFromThis = (index: number): readonly Call[] =>
    propagate.filter(({ connection }) => connection.step === 1 && connection.post.index === index).map(({ call }) => call);
  const neurons = plan.populations.filter(({ program }) => program);
  // One population after the other, so that spikes that arrive in the step itself find those before them done.
  const advance = plan.populations.flatMap((population): readonly Call[] => {
    const own = populationOf(population.index);
    if (population.program) return [...intoFromThis(population.index), defineIntegrate(module, population, own)];
    return population.carries === 'current' ? [] : [defineAdmit(module, own)];
  });
  const inflow = plan.connections.flatMap((connection, k) =>
    connection.pre.carries === 'current'
      ? [defineInflow(module, connection, layout.connections[k]!, populationOf(connection.pre.index))]
      : [],
  );
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
      callAll(fromPrevious),
      callAll(advance),
      when(i32.load(base.get, fault.population), returnValue(s.get)),
      learn.length ? when(learning.get, callAll(learn)) : [],
      t.set(i32.add(t.get, i32.const(1))),
      s.set(i32.add(s.get, i32.const(1))),
    );
    return seq(s.set(i32.const(0)), doWhile(step, i32.ltU(s.get, steps.get)), s.get);
  });
  module.define('inflow', { base: 'i32' }, undefined, (_scope, { base }) => {
    const zero = i32.const(0);
    return seq(...inflow.map((kernel) => kernel(base.get, zero, zero, zero)));
  });
  module.define('normalize', { base: 'i32' }, undefined, (_scope, { base }) => seq(...normalize.map((kernel) => kernel(base.get))));
  return module.bytes();
}
