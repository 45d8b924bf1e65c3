import type { Checkpoint, LabelledSet, OptionSpecs, Registry } from '@n3ml/core';
import type { FlagSpecs } from './flag.ts';
import type { TrainableModel } from './model.ts';

/** A command that trains something and writes a run folder. */
export interface TrainVerb {
  readonly name: 'train' | 'train-ann';
  /** Of what it trains. */
  readonly kind: 'model' | 'ann';
  readonly summary: string;
  readonly examples: readonly string[];
  /** Its own options. */
  readonly specs: FlagSpecs;
  /** Options of what it trains. */
  optionsOf(registry: Registry, name: string): OptionSpecs;
  make(registry: Registry, name: string, options: Readonly<Record<string, unknown>>): TrainableModel;
  /** How many of the training samples are held out for judging, where it isn't said. @default none */
  validation?(samples: number): number;
  /** Puts more into the folder of a run that is finished. */
  finish?(model: TrainableModel, checkpoint: Checkpoint, data: LabelledSet, folder: string): Promise<void>;
  /** What to do after it, in words. */
  next(model: TrainableModel, run: string): string;
}
