import type { Diagnosis } from '@n3ml/conversion';
import { layerLegend, layerTable, showCount, showJoules, showLatency, stepTable } from './diagnosis-tables.ts';
import { percent } from './talk.ts';
import { textTable } from './text-table.ts';

/** A diagnosis for the terminal. */
export function diagnosisText(diagnosis: Diagnosis): string {
  const { ann, data, steps, findings, assumption } = diagnosis;
  const [layers, curve] = [layerTable(diagnosis), stepTable(diagnosis)];
  const last = steps.at(-1)!;
  const found = findings.length === 0 ? ['Nothing stands out.'] : findings.map(({ message }) => `- ${message}`);
  return [
    `Layers against the ANN, over ${data.layerSamples} samples and ${last.steps} steps. ${layerLegend}`,
    '',
    textTable(layers.head, layers.rows),
    '',
    `Accuracy over ${data.samples} samples; spikes, synaptic operations and energy per sample over ${data.layerSamples}:`,
    '',
    textTable(curve.head, curve.rows),
    '',
    `ANN: ${percent(ann.accuracy)}, ${showCount(ann.operations)} multiply-accumulates, ${showJoules(ann.joules)} per sample.`,
    `Within one point of it: ${showLatency(diagnosis)}.`,
    assumption,
    '',
    'Findings:',
    ...found,
  ].join('\n');
}
