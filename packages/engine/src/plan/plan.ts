import type { InputPopulation, Network, Topology } from '@n3ml/core';
import type { NeuronProgram, RuleProgram } from '@n3ml/equations';

/** A population, with its equations compiled; inputs have no program. */
export interface PopulationPlan {
  readonly name: string;
  readonly index: number;
  readonly size: number;
  readonly carries: NonNullable<InputPopulation['carries']>;
  readonly program: NeuronProgram | undefined;
}

/** A learning rule on a connection, and what its equations allow to be skipped. */
export interface RulePlan {
  readonly program: RuleProgram;
  /** onPre leaves a synapse as it is while its postsynaptic neuron has not spiked in this sample. */
  readonly onPreSkipsSilent: boolean;
  /** onPost leaves a synapse as it is while its presynaptic neuron has not spiked in this sample. */
  readonly onPostSkipsSilent: boolean;
  /** onStep leaves every synapse as it is while all signals are 0. */
  readonly onStepSkipsZeroSignals: boolean;
  /** Weights change at spikes and in onStep, so that only the clamp after onStep may be run. */
  readonly clampsInStep: boolean;
}

/** A connection, checked, with its ends, its rule compiled and its defaults filled in. */
export interface ConnectionPlan {
  readonly name: string;
  readonly index: number;
  readonly pre: PopulationPlan;
  readonly post: PopulationPlan;
  readonly topology: Topology;
  /** The spikes that it brings: those of the previous step (0), or of this one (1). */
  readonly step: 0 | 1;
  readonly channel: string;
  readonly weights: Float32Array | number;
  readonly bounds: readonly [number, number];
  readonly rule: RulePlan | undefined;
  /** The sum that the weights into a neuron are scaled to. */
  readonly normalizedSum: number | undefined;
  /** Delay in steps, one for all or one per weight. */
  readonly delay: number | Uint16Array;
  readonly longestDelay: number;
}

/** A network, checked and compiled to programs: what both executors run. */
export interface Plan {
  readonly network: Network;
  readonly populations: readonly PopulationPlan[];
  readonly connections: readonly ConnectionPlan[];
}
