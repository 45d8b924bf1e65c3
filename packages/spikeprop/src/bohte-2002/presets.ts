/** The numbers that a preset chooses. */
export interface Bohte2002Preset {
  readonly hidden: number;
  /** @default one for each class */
  readonly outputs?: number;
  readonly signs: 'mixed' | 'per-neuron';
  readonly inhibitory: number;
  readonly timeEncoder: string;
  readonly fields: number;
  readonly beta: number;
  readonly span: number;
  readonly cutoff: number;
  readonly round: number;
  readonly references: number;
  readonly response: string;
  readonly tau: number;
  readonly threshold: number;
  readonly delays: number;
  readonly horizon: number;
  readonly step: number;
  readonly slopeFloor: number;
  readonly early: number;
  readonly late: number;
  readonly weightMin: number;
  readonly weightMax: number;
  readonly wMin?: number;
  readonly wMax?: number;
  readonly timeLoss: string;
  readonly update: string;
  readonly rate: number;
  readonly batch: number;
  readonly silentRule: string;
  readonly amount: number;
  readonly validation: number;
  readonly goal: number;
  /** Passes through the data where none are asked for. */
  readonly epochs: number;
}

const shared = {
  signs: 'mixed',
  inhibitory: 1,
  cutoff: 0.9,
  round: 0,
  response: 'alpha',
  tau: 7,
  threshold: 1,
  delays: 16,
  horizon: 50,
  step: 0,
  slopeFloor: 0.1,
  early: 10,
  late: 16,
  timeLoss: 'squared',
  silentRule: 'raise',
  amount: 0.01,
} as const;

const xor: Bohte2002Preset = {
  ...shared,
  hidden: 5,
  outputs: 1,
  timeEncoder: 'linear',
  fields: 12,
  beta: 1,
  span: 6,
  references: 1,
  weightMin: 0.02,
  weightMax: 0.2,
  update: 'gradient-descent',
  rate: 0.02,
  batch: 1,
  validation: 0,
  goal: 0.125,
  epochs: 1000,
};

/** Weights stay positive: this code needs no inhibition, and learns what is common to a class better without it. */
const iris: Bohte2002Preset = {
  ...shared,
  hidden: 10,
  timeEncoder: 'population',
  fields: 12,
  beta: 1,
  span: 10,
  references: 2,
  weightMin: 0.005,
  weightMax: 0.05,
  wMin: 0,
  update: 'adam',
  rate: 0.003,
  batch: 10,
  validation: 0.1,
  goal: 0,
  epochs: 30,
};

const wisconsin: Bohte2002Preset = { ...iris, hidden: 15, fields: 7, beta: 1.5, references: 1, rate: 0.001, batch: 30, epochs: 6 };

/** Steps of 1 ms, the bounds of the weights and the targets of the original n3ml, without its mistakes: for comparison. */
const n3ml: Bohte2002Preset = { ...iris, round: 1, step: 1, early: 8, late: 13, wMin: 0.02, wMax: 1 };

/** The presets by name. `xor`, `iris` and `wisconsin` are called as the datasets for which they are. */
export const presets = { xor, iris, wisconsin, n3ml } as const;
export type Bohte2002PresetName = keyof typeof presets;
