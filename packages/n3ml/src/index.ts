/**
 * The preset: a registry with everything that n3ml ships. Nothing else is exported here; what a plugin makes is imported from its own package.
 *
 * @packageDocumentation
 */
import conversion from '@n3ml/conversion';
import { createRegistry, type Plugin, type Registry } from '@n3ml/core';
import dashboard from '@n3ml/dashboard';
import datasets from '@n3ml/datasets';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import observers from '@n3ml/observers';
import recording from '@n3ml/recording/node';
import spikeprop from '@n3ml/spikeprop';
import stdp from '@n3ml/stdp';
import tensor from '@n3ml/tensor';
import './tables.ts';

/** The plugins of the preset, in the order in which they are added. */
export const plugins: readonly Plugin[] = Object.freeze([
  engine,
  neurons,
  encoders,
  stdp,
  tensor,
  conversion,
  spikeprop,
  datasets,
  observers,
  recording,
  dashboard,
]);

/**
 * A fresh registry with every plugin that n3ml ships: neurons, encoders, learning rules, models, datasets, observers, executors.
 *
 * @example
 * const n3ml = createN3ml().use(myPlugin);
 * const model = n3ml.create('model', 'diehl-cook-2015', { neurons: 400 });
 */
export function createN3ml(): Registry {
  return createRegistry().use(...plugins);
}
