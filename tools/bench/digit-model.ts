import { createEventBus, type EventBus, type Registry, type RunContext } from '@n3ml/core';
import { type DiehlCook2015, type DiehlCook2015PresetName, diehlCook2015 } from '@n3ml/stdp';
import { createN3ml } from 'n3ml';

/** The model that all benchmarks measure, with a registry that knows its parts. */
export interface DigitModel {
  readonly model: DiehlCook2015;
  readonly registry: Registry;
  /** What its verbs want: the registry, and a fresh bus to which nobody listens unless one is given. */
  context(bus?: EventBus): RunContext;
}

export function digitModel(options: {
  readonly neurons: number;
  readonly preset?: DiehlCook2015PresetName;
  readonly seed?: number;
}): DigitModel {
  const registry = createN3ml();
  return { model: diehlCook2015(options), registry, context: (bus = createEventBus()) => ({ registry, bus }) };
}
