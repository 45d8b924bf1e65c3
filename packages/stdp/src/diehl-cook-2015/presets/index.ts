import { n3ml } from './n3ml.ts';
import { paper } from './paper.ts';
import type { DiehlCook2015Preset } from './preset.ts';
import { tuned } from './tuned.ts';

/** The presets of `diehl-cook-2015` by name: the numbers for a number of neurons. */
export const presets = { tuned, n3ml: () => n3ml, paper: () => paper } as const satisfies Record<
  string,
  (neurons: number) => DiehlCook2015Preset
>;
export type DiehlCook2015PresetName = keyof typeof presets;
export type { DiehlCook2015Preset } from './preset.ts';
