import type { Kind, Registry } from '@n3ml/core';
import type { TimeEncoder } from '../encoder/time-encoder.ts';
import type { TimeLoss } from '../loss/time-loss.ts';
import { SpikeTimeNetwork } from '../network/network.ts';
import type { SilentRule } from '../silent-rule/silent-rule.ts';
import type { Update } from '../update/update.ts';
import type { Bohte2002Settings } from './settings.ts';
import '../kinds.ts';

/** The network and the parts that a training run puts together. */
export interface Machine {
  readonly network: SpikeTimeNetwork;
  readonly loss: TimeLoss;
  readonly update: Update;
  readonly silentRule: SilentRule;
}

/** Those of the settings that are options of a plugin: one that has no receptive fields isn't told of them. */
function optionsFor(registry: Registry, kind: Kind, name: string, settings: Bohte2002Settings): Record<string, unknown> {
  const known = Object.keys(registry.optionsOf(kind, name));
  return Object.fromEntries(Object.entries(settings).filter(([option]) => known.includes(option)));
}

/** @throws N3mlError N3ML_UNKNOWN_NAME, N3ML_BAD_OPTION */
export const createEncoder = (registry: Registry, settings: Bohte2002Settings): TimeEncoder =>
  registry.resolve('timeEncoder', settings.timeEncoder, optionsFor(registry, 'timeEncoder', settings.timeEncoder, settings));

/**
 * A network with its initial weights.
 *
 * @param inputs number of neurons that the encoder drives
 * @throws N3mlError N3ML_UNKNOWN_NAME, N3ML_BAD_OPTION
 */
export function createMachine(registry: Registry, settings: Bohte2002Settings, inputs: number): Machine {
  const { hidden, outputs, signs, inhibitory, delays, wMin = -Infinity, wMax = Infinity, weightMin, weightMax } = settings;
  const { response, timeLoss, update, silentRule, references, threshold, horizon, step, slopeFloor, seed } = settings;
  return {
    network: new SpikeTimeNetwork({
      layers: [inputs + references, hidden, outputs],
      response: registry.resolve('response', response, optionsFor(registry, 'response', response, settings)),
      delays: Array.from({ length: delays }, (_, k) => k + 1),
      weights: [weightMin, weightMax],
      bounds: [wMin, wMax],
      ...(signs === 'per-neuron' ? { inhibitory: [0, inhibitory, 0] } : {}),
      threshold,
      horizon,
      step,
      slopeFloor,
      seed,
    }),
    loss: registry.resolve('timeLoss', timeLoss, optionsFor(registry, 'timeLoss', timeLoss, settings)),
    update: registry.resolve('update', update, optionsFor(registry, 'update', update, settings)),
    silentRule: registry.resolve('silentRule', silentRule, optionsFor(registry, 'silentRule', silentRule, settings)),
  };
}
