import type { Inputs, Simulation, SimulationPool } from '@n3ml/core';
import { orderInputs } from '../executors/check-run.ts';
import type { Plan } from '../plan/plan.ts';
import { readSample, stretchOf } from './read-sample.ts';
import { planReadings } from './reading-plan.ts';
import { ReadingTable } from './reading-table.ts';

const stretchOfAll = (inputs: Inputs, from: number, to: number): Inputs =>
  Object.fromEntries(Object.entries(inputs).map(([name, drive]) => [name, stretchOf(drive, from, to)]));

/** A pool of one, on the calling thread: the frozen simulation itself. */
export function inlinePool(simulation: Simulation & { readonly plan: Plan }): SimulationPool {
  const { populations } = simulation.plan;
  return {
    workers: 1,
    async run(count, sample, options) {
      const readingPlan = planReadings(simulation.plan, options);
      const table = new ReadingTable<typeof options.readings>(readingPlan, count);
      const row = new Float64Array(readingPlan.rowLength);
      for (let k = 0; k < count && !options.signal?.aborted; k++) {
        const inputs = sample(k);
        orderInputs(populations, inputs, options);
        simulation.reset();
        readSample(
          readingPlan,
          (from, to) => simulation.run(stretchOfAll(inputs, from, to), { steps: to - from, learn: false }),
          ({ population, variable }) => {
            const { name } = populations[population]!;
            return variable === undefined ? simulation.spikeCounts(name) : simulation.variable(name, variable);
          },
          row,
        );
        const values = table.set(k, row);
        await options.onSample?.(k, values);
      }
      return table.all;
    },
    close: async () => simulation.reset(),
  };
}
