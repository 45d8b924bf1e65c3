import { type AnalogLayer, type AnalogNetwork, INPUT } from './analog-network.ts';

/** What a layer needs to be computed, with the layer itself as the output. */
export function prefix({ input, layers }: AnalogNetwork, last: AnalogLayer): AnalogNetwork {
  const needed = new Set([last.name]);
  for (const { name, inputs } of layers.toReversed()) {
    if (needed.has(name)) for (const { from } of inputs) if (from !== INPUT) needed.add(from);
  }
  const before = layers.filter(({ name }) => needed.has(name) && name !== last.name);
  return { input, layers: [...before, { ...last, kind: 'output' }] };
}
