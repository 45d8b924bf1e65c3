import { definePlugin } from '@n3ml/core';
import { adex } from './adex.ts';
import { diehlCook } from './diehl-cook.ts';
import { diehlCookConductance } from './diehl-cook-conductance.ts';
import { integrateAndFire } from './if.ts';
import { izhikevich } from './izhikevich.ts';
import { lif } from './lif.ts';
import { lifCurrent } from './lif-current.ts';

export { type AdexOptions, adex } from './adex.ts';
export { type DiehlCookOptions, diehlCook } from './diehl-cook.ts';
export { type DiehlCookConductanceOptions, diehlCookConductance } from './diehl-cook-conductance.ts';
export { type IntegrateAndFireOptions, integrateAndFire } from './if.ts';
export { type IzhikevichOptions, type IzhikevichPreset, izhikevich } from './izhikevich.ts';
export { type LifOptions, lif } from './lif.ts';
export { type LifCurrentOptions, lifCurrent } from './lif-current.ts';

declare module '@n3ml/core' {
  interface Neurons {
    adex: typeof adex;
    'diehl-cook': typeof diehlCook;
    'diehl-cook-conductance': typeof diehlCookConductance;
    if: typeof integrateAndFire;
    izhikevich: typeof izhikevich;
    lif: typeof lif;
    'lif-current': typeof lifCurrent;
  }
}

/** The neuron models as a plugin. */
export default definePlugin({
  name: '@n3ml/neurons',
  version: '0.0.0',
  api: 1,
  provides: {
    neuron: {
      adex,
      'diehl-cook': diehlCook,
      'diehl-cook-conductance': diehlCookConductance,
      if: integrateAndFire,
      izhikevich,
      lif,
      'lif-current': lifCurrent,
    },
  },
});
