import type { Dataset, Datasets } from './contracts/dataset.ts';
import type { Encoder, Encoders } from './contracts/encoder.ts';
import type { Executor, Executors } from './contracts/executor.ts';
import type { LearningRule, LearningRules } from './contracts/learning-rule.ts';
import type { Model, Models } from './contracts/model.ts';
import type { Neuron, Neurons } from './contracts/neuron.ts';
import type { Observer, Observers } from './contracts/observer.ts';
import type { OptionSpecs } from './options.ts';
import type { Plugin } from './plugin.ts';

/** The kinds of things that plugins provide: the open table of each, and what its factories make. A third party may add a kind. */
export interface Kinds {
  neuron: { table: Neurons; makes: Neuron };
  learningRule: { table: LearningRules; makes: LearningRule };
  encoder: { table: Encoders; makes: Encoder };
  dataset: { table: Datasets; makes: Dataset | Promise<Dataset> };
  executor: { table: Executors; makes: Executor };
  observer: { table: Observers; makes: Observer };
  model: { table: Models; makes: Model };
}
export type Kind = keyof Kinds;

type Row<K extends Kind, N extends keyof Kinds[K]['table']> = Kinds[K]['table'][N] extends (...args: infer A) => infer R ? { args: A; makes: R } : never;

export interface Registry {
  /** Adds plugins, all or nothing; returns the registry. */
  use(...plugins: readonly Plugin[]): Registry;
  /** Makes something by a name that is known at compile time: options and result are fully typed. */
  create<K extends Kind, N extends keyof Kinds[K]['table'] & string>(kind: K, name: N, ...options: Row<K, N>['args']): Row<K, N>['makes'];
  /** Makes something by a name that is known at run time only (a flag, a checkpoint): options are checked against the factory's specs, where it has them. */
  resolve<K extends Kind>(kind: K, name: string, options?: Readonly<Record<string, unknown>>): Kinds[K]['makes'];
  has(kind: Kind, name: string): boolean;
  /** Names of a kind, sorted. */
  names(kind: Kind): readonly string[];
  /** The specs of a factory's options; empty where it has none. */
  optionsOf(kind: Kind, name: string): OptionSpecs;
  /** Every plugin in the order in which it was added. */
  readonly plugins: readonly Plugin[];
}
