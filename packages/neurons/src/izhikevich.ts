import { defineFactory, type IntegrationMethod, type Neuron } from '@n3ml/core';

// Figure 2 of the paper.
const PRESETS = {
  'regular-spiking': { a: 0.02, b: 0.2, c: -65, d: 8 },
  'intrinsically-bursting': { a: 0.02, b: 0.2, c: -55, d: 4 },
  chattering: { a: 0.02, b: 0.2, c: -50, d: 2 },
  'fast-spiking': { a: 0.1, b: 0.2, c: -65, d: 2 },
  'low-threshold-spiking': { a: 0.02, b: 0.25, c: -65, d: 2 },
} as const;

/** The kinds of cells of figure 2 that {@link izhikevich} knows by name. */
export type IzhikevichPreset = keyof typeof PRESETS;

/** Options of {@link izhikevich}. */
export interface IzhikevichOptions {
  /** The kind of cortical cell that gives a, b, c and d. @default 'regular-spiking' */
  readonly preset?: IzhikevichPreset;
  /** Rate of the recovery variable u, in 1/ms. @default that of the preset */
  readonly a?: number;
  /** Sensitivity of u to v. @default that of the preset */
  readonly b?: number;
  /** Potential after a spike, in mV. @default that of the preset */
  readonly c?: number;
  /** What a spike adds to u. @default that of the preset */
  readonly d?: number;
  /** How the equations are stepped. @default 'euler' */
  readonly method?: Extract<IntegrationMethod, 'euler' | 'rk2' | 'rk4'>;
}

/**
 * Izhikevich's simple model: `dv/dt = 0.04 v^2 + 5 v + 140 - u + I`, `du/dt = a (b v - u)`; at `v >= 30`: `v = c`, `u += d`. v in mV, time
 * in ms; the input I is a current that acts over the whole step.
 *
 * Meant for steps of 0.5 ms or less, whatever the method: v rises by some 300 mV a ms at its peak, and the inner stages of the higher-order
 * methods run far beyond it.
 *
 * @differs The paper's program advances v in two half steps of Euler in each step of 1 ms and u in one whole step. `'euler'` with dt = 0.5
 *   steps both by halves.
 * @see Izhikevich, Simple model of spiking neurons, IEEE Transactions on Neural Networks 14 (2003), equations 1 to 3 and figure 2
 */
export const izhikevich = defineFactory<Neuron, IzhikevichOptions, 'a' | 'b' | 'c' | 'd'>(
  "neuron 'izhikevich'",
  {
    preset: {
      type: 'string',
      describe: 'kind of cell that gives a, b, c and d',
      default: 'regular-spiking',
      choices: Object.keys(PRESETS),
    },
    a: { type: 'number', describe: 'rate of the recovery variable u', unit: '1/ms' },
    b: { type: 'number', describe: 'sensitivity of u to v' },
    c: { type: 'number', describe: 'potential after a spike', unit: 'mV' },
    d: { type: 'number', describe: 'what a spike adds to u' },
    method: { type: 'string', describe: 'how the equations are stepped', default: 'euler', choices: ['euler', 'rk2', 'rk4'] },
  },
  ({ preset, method, ...own }) => {
    const { a, b, c, d } = { ...PRESETS[preset], ...own };
    return {
      params: { a, b, c, d },
      state: `dv/dt = 0.04 * v^2 + 5 * v + 140 - u + I
              du/dt = a * (b * v - u)`,
      init: 'v = c; u = b * c',
      input: '',
      threshold: 'v >= 30',
      reset: 'v = c; u += d',
      method,
    };
  },
  {
    summary: 'Two quadratic equations that fire like many kinds of cortical cells.',
    source: 'E. M. Izhikevich, "Simple model of spiking neurons", IEEE Transactions on Neural Networks 14 (2003)',
    differs:
      "The paper's program advances v in two half steps of Euler in each step of 1 ms and u in one whole step; method euler with dt = 0.5 steps both by halves.",
  },
);
