export type { AnalogLayer, AnalogNetwork, LayerInput } from './analog-network.ts';
export { INPUT } from './analog-network.ts';
export type { Balance, BalanceContext, Balancer, Balancers, Lambdas } from './balancer.ts';
export { type Forward, forward } from './forward.ts';
export { type Projection, project, projection } from './project.ts';
export { readModel } from './read-model/read-model.ts';
export type { InputEncoding, SpikingLayer, SpikingNetwork, SpikingSynapses } from './spiking-network.ts';
export type { SlidingWindow, Synapses } from './synapses.ts';
