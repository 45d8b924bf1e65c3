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

const iris: Bohte2002Preset = {
  hidden: 10,
  signs: 'mixed',
  inhibitory: 1,
  timeEncoder: 'population',
  fields: 12,
  beta: 0.7,
  span: 10,
  cutoff: 0.9,
  round: 0,
  references: 2,
  response: 'alpha',
  tau: 7,
  threshold: 1,
  delays: 16,
  horizon: 50,
  step: 0,
  slopeFloor: 0.1,
  early: 10,
  late: 16,
  weightMin: 0.005,
  weightMax: 0.05,
  timeLoss: 'squared',
  update: 'adam',
  rate: 0.003,
  batch: 10,
  silentRule: 'raise',
  amount: 0.01,
  validation: 0.1,
  goal: 0,
  epochs: 30,
};

const wisconsin: Bohte2002Preset = { ...iris, hidden: 15, fields: 7, references: 1, epochs: 10 };

const xor: Bohte2002Preset = {
  ...iris,
  hidden: 5,
  outputs: 1,
  timeEncoder: 'linear',
  span: 6,
  references: 1,
  weightMin: 0.02,
  weightMax: 0.2,
  update: 'gradient-descent',
  rate: 0.02,
  batch: 1,
  goal: 0.125,
  epochs: 1000,
};

/** Steps of 1 ms, weights that stay positive, and the targets of the original n3ml: for comparison, it learns less well. */
const n3ml: Bohte2002Preset = {
  ...iris,
  round: 1,
  step: 1,
  early: 8,
  late: 13,
  wMin: 0.02,
  wMax: 1,
};

/** The presets by name. `xor`, `iris` and `wisconsin` are called as the datasets for which they are. */
export const presets = { xor, iris, wisconsin, n3ml } as const;
export type Bohte2002PresetName = keyof typeof presets;
