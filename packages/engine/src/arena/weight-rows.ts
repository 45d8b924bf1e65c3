import { isConvolution, weightsPerPlace } from '../plan/convolution.ts';
import type { ConnectionPlan } from '../plan/plan.ts';
import { columnPlaces } from './column-places.ts';
import type { ConnectionLayout } from './layout.ts';

/**
 * Copies weights between the network's layout and the arena's: dense rows are padded to whole vectors there, and kernels of convolutions lie as
 * [kernel row][input channel][{@link columnPlaces}][weights of a place].
 */
export function eachRow(
  { topology, pre, post, weights }: ConnectionPlan,
  layout: ConnectionLayout,
  copy: (network: number, arena: number, count: number) => void,
): void {
  if (topology.kind === 'dense') {
    for (let i = 0; i < pre.size; i++) copy(i * post.size, (i * layout.rowBytes) / 4, post.size);
  } else if (isConvolution(topology)) {
    const [height, width] = topology.size;
    const channels = topology.input[2];
    const count = weightsPerPlace(topology);
    for (const [kx, place] of columnPlaces(topology).entries()) {
      for (let ky = 0; ky < height; ky++) {
        for (let c = 0; c < channels; c++)
          copy(((ky * width + kx) * channels + c) * count, ((ky * channels + c) * width + place) * count, count);
      }
    }
  } else if (typeof weights !== 'number') {
    copy(0, 0, weights.length);
  }
}

/** The weights of a connection in the memory, padding included. */
export const weightView = (memory: WebAssembly.Memory, layout: ConnectionLayout): Float32Array =>
  new Float32Array(memory.buffer, layout.weights, layout.weightElements);
