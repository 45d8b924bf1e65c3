import { createRegistry, N3mlError, type Registry } from '@n3ml/core';
import tensor from '@n3ml/tensor';

/** The two ways to run a spiking network; they give the same spikes. */
export type Way = 'dense' | 'events';

/** The registry itself where it knows tensor backends, else one that knows those of `@n3ml/tensor`. */
export const withBackends = (registry: Registry): Registry =>
  registry.names('backend').length > 0 ? registry : createRegistry().use(tensor);

/**
 * The way that was asked for or, for `'auto'`, the faster one: spike by spike, unless a backend is named or a GPU is there for tensors. (On a core, the converted
 * network of Diehl et al. takes a seventh of what it takes on the wasm backend, and a VGG16 with 7 % of its synapses busy a sixth.)
 *
 * @throws N3mlError N3ML_BAD_OPTION where a tensor backend is named for a run that uses no tensors
 */
export function wayToRun(asked: Way | 'auto', backend: string | undefined, registry: Registry): Way {
  if (asked === 'events' && backend !== undefined) {
    throw new N3mlError(
      'N3ML_BAD_OPTION',
      `Backend '${backend}' is for tensors, but run 'events' uses none. Leave the backend out, or ask for run 'dense'.`,
      { details: { backend } },
    );
  }
  if (asked !== 'auto') return asked;
  const known = withBackends(registry);
  const hasGpu = known.has('backend', 'tfjs-node-gpu') && known.resolve('backend', 'tfjs-node-gpu').absence() === undefined;
  return backend !== undefined || hasGpu ? 'dense' : 'events';
}
