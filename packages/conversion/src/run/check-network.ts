import { N3mlError } from '@n3ml/core';
import type { SpikingNetwork } from '../spiking-network.ts';
import { drivenLayers } from './drive.ts';

/**
 * Refuses what has no meaning: the maximum over spikes that have a sign, or over currents.
 *
 * @throws N3mlError N3ML_BAD_NETWORK
 */
export function checkNetwork(network: SpikingNetwork): void {
  const pool = drivenLayers(network).find(({ kind }) => kind === 'max-pool');
  if (pool && network.encoding !== 'bernoulli') {
    throw new N3mlError(
      'N3ML_BAD_NETWORK',
      `Layer '${pool.name}' takes the maximum over the input, which has no meaning for the encoding '${network.encoding}'. Convert the network with the encoding 'bernoulli'.`,
      { details: { layer: pool.name, encoding: network.encoding } },
    );
  }
}
