/**
 * A learning rule as equations, written once for every topology.
 *
 * - `state`: traces and other variables, one a line, with where they live: `dx/dt = -x / tau : pre` (one per presynaptic neuron), `: post`, `: synapse`
 *   (one per weight), or `reward : signal` (one number, set from outside). A flag `at spike x = 1` sets (or `at spike x += 1` increments) a
 *   trace where its own neuron spikes, before any learning of the step.
 * - `onPre` runs for every synapse of a presynaptic neuron that spikes, `onPost` for every synapse of a postsynaptic one, `onStep` for every synapse
 *   in every step. They read parameters, `pre`, `post`, `synapse` and `signal` variables, `w`, `wMin` and `wMax`; they change `w`, synapse
 *   variables, and the variables of the side that spiked (once per spike, not per synapse).
 * - Order of a step: traces decay, then are set; `onPre`; `onPost`; `onStep`; `w` is clamped to [wMin, wMax].
 */
export interface LearningRule {
  readonly params: Readonly<Record<string, number>>;
  readonly state?: string;
  readonly onPre?: string;
  readonly onPost?: string;
  readonly onStep?: string;
}

/** Learning rules by name; packages add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: an open table, filled by declaration merging
export interface LearningRules {}
