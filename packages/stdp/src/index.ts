import { definePlugin } from '@n3ml/core';
import { diehlCook2015 } from './diehl-cook-2015/model.ts';
import { postPre } from './rules/post-pre.ts';
import { powerLaw } from './rules/power-law.ts';
import { reward } from './rules/reward.ts';
import { triplet } from './rules/triplet.ts';

export { assign } from './diehl-cook-2015/assign.ts';
export { infer } from './diehl-cook-2015/infer.ts';
export { type DiehlCook2015, diehlCook2015 } from './diehl-cook-2015/model.ts';
export { diehlCook2015Network } from './diehl-cook-2015/network.ts';
export { type DiehlCook2015Preset, type DiehlCook2015PresetName, presets } from './diehl-cook-2015/presets/index.ts';
export { type DiehlCook2015Options, type DiehlCook2015Settings, settingsOf } from './diehl-cook-2015/settings.ts';
export { train } from './diehl-cook-2015/train.ts';
export { labelNeurons, NO_LABEL, RateVote } from './rate-vote.ts';
export { type RewardAssociationOptions, type RewardAssociationResult, rewardAssociation } from './reward-association.ts';
export { type PostPreOptions, postPre } from './rules/post-pre.ts';
export { type PowerLawOptions, powerLaw } from './rules/power-law.ts';
export { type RewardOptions, reward } from './rules/reward.ts';
export { type TripletOptions, triplet } from './rules/triplet.ts';
export { type StdpWindowOptions, type StdpWindowPoint, stdpWindow, stdpWindowSpecs } from './stdp-window.ts';

declare module '@n3ml/core' {
  interface LearningRules {
    'post-pre': typeof postPre;
    'power-law': typeof powerLaw;
    reward: typeof reward;
    triplet: typeof triplet;
  }
  interface Models {
    'diehl-cook-2015': typeof diehlCook2015;
  }
}

/** STDP as a plugin: the learning rules and the model of Diehl & Cook 2015. */
export default definePlugin({
  name: '@n3ml/stdp',
  version: '0.0.0',
  api: 1,
  provides: {
    learningRule: { 'post-pre': postPre, 'power-law': powerLaw, reward, triplet },
    model: { 'diehl-cook-2015': diehlCook2015 },
  },
});
