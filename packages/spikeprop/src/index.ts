/**
 * SpikeProp: learning with exact spike times.
 *
 * @packageDocumentation
 */
import { definePlugin } from '@n3ml/core';
import { bohte2002 } from './bohte-2002/model.ts';
import { linearTimes } from './encoder/linear-times.ts';
import { populationTimes } from './encoder/population-times.ts';
import { huber } from './loss/huber.ts';
import { squared } from './loss/squared.ts';
import { alpha } from './response/alpha.ts';
import { doubleExponential } from './response/double-exponential.ts';
import { leave } from './silent-rule/leave.ts';
import { raise, raiseAll } from './silent-rule/raise.ts';
import { spikeTimes } from './spike-times/spike-times.ts';
import { adam } from './update/adam.ts';
import { gradientDescent } from './update/gradient-descent.ts';
import { momentum } from './update/momentum.ts';
import { rprop } from './update/rprop.ts';
import './kinds.ts';

export { type Bohte2002, bohte2002 } from './bohte-2002/model.ts';
export { type Bohte2002Preset, type Bohte2002PresetName, presets } from './bohte-2002/presets.ts';
export type { Bohte2002Options, Bohte2002Settings } from './bohte-2002/settings.ts';
export { alphaSolver } from './crossing/alpha-solver.ts';
export { Arrivals } from './crossing/arrivals.ts';
export type { CrossingSolver } from './crossing/crossing-solver.ts';
export { searchSolver } from './crossing/search-solver.ts';
export { stepSolver } from './crossing/step-solver.ts';
export { type LinearTimesOptions, linearTimes } from './encoder/linear-times.ts';
export { type PopulationTimesOptions, populationTimes } from './encoder/population-times.ts';
export type { TimeCode, TimeEncoder } from './encoder/time-encoder.ts';
export { type HuberOptions, huber } from './loss/huber.ts';
export { squared } from './loss/squared.ts';
export type { TimeLoss } from './loss/time-loss.ts';
export { Backpropagation } from './network/backpropagation.ts';
export { type NetworkOptions, type Projection, SpikeTimeNetwork } from './network/network.ts';
export { type AlphaOptions, alpha } from './response/alpha.ts';
export { type DoubleExponentialOptions, doubleExponential } from './response/double-exponential.ts';
export type { Response } from './response/response.ts';
export { leave } from './silent-rule/leave.ts';
export { type RaiseOptions, raise, raiseAll } from './silent-rule/raise.ts';
export type { SilentRule } from './silent-rule/silent-rule.ts';
export type { SpikeTimesEvent } from './spike-times/event.ts';
export { type SpikeTimesOptions, spikeTimes } from './spike-times/spike-times.ts';
export { spikeTimesSvg } from './spike-times/spike-times-svg.ts';
export { type AdamOptions, adam } from './update/adam.ts';
export { type GradientDescentOptions, gradientDescent } from './update/gradient-descent.ts';
export { type MomentumOptions, momentum } from './update/momentum.ts';
export { type RpropOptions, rprop } from './update/rprop.ts';
export type { Update } from './update/update.ts';

declare module '@n3ml/core' {
  interface Models {
    'bohte-2002': typeof bohte2002;
  }
  interface Observers {
    'spike-times': typeof spikeTimes;
  }
  interface Responses {
    alpha: typeof alpha;
    'double-exponential': typeof doubleExponential;
  }
  interface TimeEncoders {
    linear: typeof linearTimes;
    population: typeof populationTimes;
  }
  interface TimeLosses {
    huber: typeof huber;
    squared: typeof squared;
  }
  interface Updates {
    adam: typeof adam;
    'gradient-descent': typeof gradientDescent;
    momentum: typeof momentum;
    rprop: typeof rprop;
  }
  interface SilentRules {
    leave: typeof leave;
    raise: typeof raise;
    'raise-all': typeof raiseAll;
  }
}

/** SpikeProp as a plugin: the model of Bohte, Kok & La Poutré, its replaceable parts, and the observer that draws spike times. */
export default definePlugin({
  name: '@n3ml/spikeprop',
  version: '0.0.0',
  api: 1,
  provides: {
    model: { 'bohte-2002': bohte2002 },
    response: { alpha, 'double-exponential': doubleExponential },
    timeEncoder: { linear: linearTimes, population: populationTimes },
    timeLoss: { huber, squared },
    update: { adam, 'gradient-descent': gradientDescent, momentum, rprop },
    silentRule: { leave, raise, 'raise-all': raiseAll },
    observer: { 'spike-times': spikeTimes },
  },
});
