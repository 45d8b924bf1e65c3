import { n3ml } from './n3ml.ts';
import { paper } from './paper.ts';
import { tuned } from './tuned.ts';

/** The presets of `diehl-cook-2015` by name. */
export const presets = { tuned, n3ml, paper } as const;
export type DiehlCook2015PresetName = keyof typeof presets;
export type { DiehlCook2015Preset } from './preset.ts';
