import type { Assign, Ir } from './ir.ts';

/** A state variable of a program. */
export interface Variable {
  readonly name: string;
  /** Value at a reset; one number per neuron where a per-neuron parameter is involved. Variables that are `kept` take it only once. */
  readonly init: number | Float64Array;
  /** Not reset between samples. */
  readonly kept: boolean;
  /** Exactly 0 from a reset until its own neuron spikes, whatever the other neurons do (starts at 0, its equation maps 0 to 0). Rules' traces only. */
  readonly zeroUntilSpike: boolean;
}

/** A neuron model, checked and integrated over dt. */
export interface NeuronProgram {
  readonly variables: readonly Variable[];
  /** Numbers that differ from neuron to neuron, computed once (in double, stored as float32); loads with scope 'constant' read them. */
  readonly constants: Readonly<Record<string, Float64Array>>;
  /** One step of dt. Simultaneous: every value is computed from the state before the step, then all are stored. May load scope 'input' (the channel's I of this step). */
  readonly integrate: readonly Assign[];
  /** Those of `integrate`'s targets that hold their value while the neuron is refractory. */
  readonly heldWhileRefractory: ReadonlySet<string>;
  /** The integration of variables flagged `per sample` over a span of `ms`, same convention as `integrate`. Reads no constants. */
  readonly integratePerSample: (ms: number) => readonly Assign[];
  /** Names of the input channels, in the order of declaration; each is a scope 'input' symbol. */
  readonly channels: readonly string[];
  /** What input does, in order, sequentially; `always` ones run while refractory too. */
  readonly input: readonly (Assign & { readonly always: boolean })[];
  /** A bool. */
  readonly threshold: Ir;
  /** Sequential. */
  readonly reset: readonly Assign[];
  /** Refractory time in whole steps (rounded to nearest); 0 where there is none. */
  readonly refractorySteps: number | Float64Array;
}

/** A learning rule, checked and integrated over dt. `w` is the slot {scope: 'synapse', name: 'w'}; all lists but `decay` are sequential. */
export interface RuleProgram {
  readonly pre: readonly Variable[];
  readonly post: readonly Variable[];
  /** Without w. */
  readonly synapse: readonly Variable[];
  readonly signals: readonly string[];
  /** Per step, simultaneous. */
  readonly decay: { readonly pre: readonly Assign[]; readonly post: readonly Assign[]; readonly synapse: readonly Assign[] };
  /** Where the own neuron spikes, after the decay. */
  readonly atSpike: { readonly pre: readonly Assign[]; readonly post: readonly Assign[] };
  /** Statements that assign a `pre` variable run once per spike, those that assign w or a synapse variable once per synapse, in order. */
  readonly onPre: readonly Assign[];
  readonly onPost: readonly Assign[];
  readonly onStep: readonly Assign[];
}
