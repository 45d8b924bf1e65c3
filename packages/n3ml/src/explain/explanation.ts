import type { About, OptionSpec } from '@n3ml/core';
import type { StdpWindowOptions } from '@n3ml/stdp';

/** One option of what is explained. */
export interface ExplainedOption extends OptionSpec {
  readonly name: string;
}

/** A part of a model's description in its own words: equations of a rule or a neuron, populations and connections of a network. */
export interface ExplainedEquation {
  /** The field it stands in, such as `onPost`. */
  readonly label: string;
  readonly text: string;
}

/** A function of the WebAssembly module that equations are compiled to. */
export interface ExplainedKernel {
  /** What it does and where: `on_pre_learned` runs at presynaptic spikes of the connection that is called `learned` here. */
  readonly name: string;
  /** As WebAssembly text, where that was asked for. */
  readonly text?: string;
}

/** A picture, for the terminal and for a page. */
export interface ExplainedPlot {
  readonly title: string;
  /** How it was measured. */
  readonly note: string;
  /** At most 78 columns of text, without colours. */
  readonly text: string;
  /** A document of its own, for light and dark pages. */
  readonly svg: string;
}

/** What there is to know of one thing in a registry. */
export interface Explanation {
  readonly kind: string;
  readonly name: string;
  /** The plugin that provides it. */
  readonly plugin: string;
  readonly about?: About;
  readonly options: readonly ExplainedOption[];
  /** Those of the thing as it is made with the given options; empty for kinds that have none. */
  readonly equations: readonly ExplainedEquation[];
  /** Symbols that the equations read, with where they live: `xPre (pre)`. Parameters are left out. */
  readonly reads: readonly string[];
  /** Symbols that the equations change. */
  readonly writes: readonly string[];
  /** What it is compiled to. */
  readonly kernels: readonly ExplainedKernel[];
  readonly plots: readonly ExplainedPlot[];
}

/** How something is explained. */
export interface ExplainOptions {
  /** Options of the thing itself: equations and plots are those of the thing that they make. @default its defaults */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Gives the text of the kernels, too. @default false */
  readonly kernels?: boolean;
  /** Measures what can be plotted. @default true */
  readonly plots?: boolean;
  /** How the window of a learning rule is measured. @default one pair, w = 0.5 in [0, 1] */
  readonly window?: Omit<StdpWindowOptions, 'lags' | 'signals'>;
  /** The value of every signal of a learning rule. @default 1 */
  readonly signal?: number;
  /** Shape of the samples that a model's network is for. @default [28, 28] */
  readonly shape?: readonly number[];
}
