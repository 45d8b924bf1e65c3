import { INPUT } from '../../analog-network.ts';
import type { LayerDiagnosis, Measurements } from '../diagnosis.ts';
import type { Rule } from './rule.ts';
import { figure } from './text.ts';

/** A lambda nearer to 1 than this changes too little to tell whether it was divided by. */
const TELLING = 1.3;

/** How the layer's peak has changed from the layer before it, and the lambda there: [peak / peak before, lambda before]. */
function changeInto(layer: LayerDiagnosis, { layers }: Measurements): [change: number, lambda: number] | undefined {
  const [input, ...shortcuts] = layer.inputs;
  if (layer.kind === 'max-pool' || shortcuts.length > 0 || input!.from === INPUT) return undefined;
  const before = layers.find(({ name }) => name === input!.from)!;
  const lambda = before.lambda.median;
  const tells = Math.abs(Math.log(lambda)) > Math.log(TELLING) && before.peak > 0 && layer.peak > 0;
  return tells ? [layer.peak / before.peak, lambda] : undefined;
}

/**
 * With thresholds lambda_l / lambda_(l-1) the largest activation of every layer is about one lambda. Without the division it is another by the factor
 * 1 / lambda_(l-1) in each layer: the rule asks which of the two fits better.
 */
export const undividedThresholds: Rule = (measured) => {
  const changes = measured.layers.flatMap((layer) => {
    const change = changeInto(layer, measured);
    return change ? [change] : [];
  });
  const distance = (ratios: readonly number[]): number => ratios.reduce((sum, ratio) => sum + Math.abs(Math.log(ratio)), 0);
  const divided = distance(changes.map(([change]) => change));
  const undivided = distance(changes.map(([change, lambda]) => change * lambda));
  if (changes.length === 0 || undivided >= divided / 2) return [];
  const rates = measured.layers.flatMap(({ rates: own }) => (own ? [figure(own.mean)] : []));
  const message = `Rates drift from layer to layer (${rates.join(', ')}): thresholds aren't divided by the lambda of the layer before. Convert again with thresholds lambda_l / lambda_(l-1).`;
  return [{ rule: 'undivided-thresholds', message }];
};
