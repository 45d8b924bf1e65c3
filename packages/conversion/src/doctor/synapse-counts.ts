import { reachOf } from '../run/fan-out.ts';
import type { SpikingNetwork } from '../spiking-network.ts';

/** The synapses of a network: what one pass of the ANN has to compute, whatever the sample. */
export function synapseCounts(network: SpikingNetwork): { readonly all: number; readonly fromInput: number } {
  const [fromInput, ...others] = reachOf(network).map(({ fanOut }) => fanOut.reduce((sum, count) => sum + count, 0));
  return { all: others.reduce((sum, count) => sum + count, fromInput!), fromInput: fromInput! };
}
