import type { Finding, Measurements } from '../diagnosis.ts';
import { accuracyGap } from './accuracy-gap.ts';
import { changedNetwork } from './changed-network.ts';
import { clipped } from './clipped.ts';
import { correlationDrop } from './correlation-drop.ts';
import { faintLayer } from './faint-layer.ts';
import { heavyWeights } from './heavy-weights.ts';
import type { Rule } from './rule.ts';
import { silentOutput } from './silent-output.ts';
import { undividedThresholds } from './undivided-thresholds.ts';

/** Rules that blame a layer's own lambda. */
const lambdaRules: readonly Rule[] = [clipped, heavyWeights, faintLayer];
const outcomeRules: readonly Rule[] = [correlationDrop, silentOutput, accuracyGap];

/** What stands out in what was measured: causes before what they lead to. */
export function find(measured: Measurements): Finding[] {
  const undivided = undividedThresholds(measured);
  // Where the division is missing, no lambda is to blame.
  const rules = [...(undivided.length === 0 ? lambdaRules : []), ...outcomeRules];
  return [...changedNetwork(measured), ...undivided, ...rules.flatMap((rule) => rule(measured))];
}
