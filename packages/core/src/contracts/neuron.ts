/** A parameter of an equation: one number, or one number per neuron. */
export type Parameter = number | Float32Array;

/** How a differential equation that is not linear is stepped. Linear ones are always stepped exactly, by their exponential. */
export type IntegrationMethod = 'exact' | 'euler' | 'exponential-euler' | 'rk2' | 'rk4';

/**
 * A neuron model as equations. Times are in ms, potentials in mV.
 *
 * - `state`: one line per variable. `dv/dt = (vRest - v) / tau` is a differential equation, `theta : per neuron` a variable that only
 *   events change. Flags follow a colon, separated by commas: `kept between samples`, `per sample` (the equation is stepped once, over the
 *   whole sample, at its end: for time constants far beyond a sample), `unless refractory` (held while the neuron is refractory).
 * - `init`: statements that run when the state is reset; variables that they don't mention start at 0.
 * - `input`: what the summed synaptic input `I` of this step does, skipped where the neuron is refractory unless the statement ends in
 *   `: always`. A record names several channels (`{ ge: 'ge += I : always', gi: 'gi += I : always' }`), which connections name as their target;
 *   the plain string is the channel `I`.
 * - `threshold`: the condition of a spike, false while refractory. `reset`: statements that run at a spike. `refractory`: an expression in ms.
 */
export interface Neuron {
  readonly params: Readonly<Record<string, Parameter>>;
  readonly state: string;
  readonly init?: string;
  readonly input: string | Readonly<Record<string, string>>;
  readonly threshold: string;
  readonly reset: string;
  readonly refractory?: string;
  /** Named where `state` is not linear. */
  readonly method?: IntegrationMethod;
}

/** Neuron models by name; packages add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: an open table, filled by declaration merging
export interface Neurons {}
