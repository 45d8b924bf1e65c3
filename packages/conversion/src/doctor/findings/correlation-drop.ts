import { INPUT } from '../../analog-network.ts';
import type { Rule } from './rule.ts';

const DROP = 0.1;

/** The first layer that resembles the ANN clearly less than all that feed it do. Those behind it only inherit that. */
export const correlationDrop: Rule = ({ layers }) => {
  const known = new Map<string, number | undefined>([[INPUT, 1], ...layers.map(({ name, correlation }) => [name, correlation] as const)]);
  for (const { name, correlation, inputs } of layers) {
    const before = Math.min(...inputs.map(({ from }) => known.get(from) ?? 0));
    if (correlation === undefined || correlation > before - DROP) continue;
    const message = `${name}: the correlation with the ANN drops from ${before.toFixed(2)} to ${correlation.toFixed(2)}. Look there first.`;
    return [{ rule: 'correlation-drop', layer: name, message }];
  }
  return [];
};
