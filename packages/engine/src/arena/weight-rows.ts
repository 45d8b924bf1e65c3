import type { ConnectionPlan } from '../plan/plan.ts';
import type { ConnectionLayout } from './layout.ts';

/** Copies weights between the network's layout and the arena's, whose dense rows are padded to whole vectors. */
export function eachRow(
  { topology, pre, post, weights }: ConnectionPlan,
  layout: ConnectionLayout,
  copy: (network: number, arena: number, count: number) => void,
): void {
  if (topology.kind !== 'dense') {
    if (typeof weights !== 'number') copy(0, 0, weights.length);
    return;
  }
  for (let i = 0; i < pre.size; i++) copy(i * post.size, (i * layout.rowBytes) / 4, post.size);
}

/** The weights of a connection in the memory, padding included. */
export const weightView = (memory: WebAssembly.Memory, layout: ConnectionLayout): Float32Array =>
  new Float32Array(memory.buffer, layout.weights, layout.weightElements);
