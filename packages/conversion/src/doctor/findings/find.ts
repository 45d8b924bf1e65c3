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

/** Causes before what they lead to. */
const rules: readonly Rule[] = [
  changedNetwork,
  undividedThresholds,
  clipped,
  heavyWeights,
  faintLayer,
  correlationDrop,
  silentOutput,
  accuracyGap,
];

/** What stands out in what was measured. */
export const find = (measured: Measurements): Finding[] => rules.flatMap((rule) => rule(measured));
