import type { Network } from '../contracts/network.ts';

/** Neurons of each population of a network, for `run:start`. */
export const populationSizes = ({ populations }: Pick<Network, 'populations'>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(populations).map(([name, { size }]) => [name, size]));
