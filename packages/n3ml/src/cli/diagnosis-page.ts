import type { Diagnosis, LayerDiagnosis } from '@n3ml/conversion';
import { type Cell, curveSvg, figuresHtml, histogramSvg, pageHtml, shareCell, syntheticAlarm, tableHtml } from '@n3ml/observers';
import { layerLegend, layerTable, showCount, showJoules, showLatency, stepTable } from './diagnosis-tables.ts';
import { percent } from './talk.ts';

/** The figures of a layer as in the terminal, with a bar for the correlation and the histogram of its rates. */
function layerCells({ name, correlation = 0, rates }: LayerDiagnosis, figures: readonly string[], column: number): Cell[] {
  const plot: Cell = rates ? { markup: histogramSvg(rates.histogram, `Spike rates of ${name}, 0 to 1`) } : '';
  return [...figures.map((figure, k) => (k === column ? shareCell(figure, correlation) : figure)), plot];
}

function layersMarkup(diagnosis: Diagnosis): string {
  const { head, rows } = layerTable(diagnosis);
  const column = head.indexOf('correlation');
  return tableHtml(
    [...head, 'rates 0 to 1'],
    diagnosis.layers.map((layer, l) => layerCells(layer, rows[l]!, column)),
  );
}

function curveMarkup({ steps, ann }: Diagnosis): string {
  const points = steps.map(({ steps: done, accuracy }) => ({ done, accuracy }));
  const reference = { name: `ANN ${percent(ann.accuracy)}`, accuracy: ann.accuracy };
  return curveSvg(points, { axis: 'steps', scale: 'logarithmic', reference });
}

function figuresOf(diagnosis: Diagnosis): Record<string, string> {
  const { ann, steps, latency } = diagnosis;
  const last = steps.at(-1)!;
  const then = steps.find((after) => after.steps === latency) ?? last;
  return {
    'accuracy of the ANN': percent(ann.accuracy),
    [`accuracy after ${last.steps} steps`]: percent(last.accuracy),
    'within one point of the ANN': showLatency(diagnosis),
    [`spikes per sample by step ${then.steps}`]: showCount(then.spikes),
    'synaptic operations by then': showCount(then.operations),
    'energy by then': showJoules(then.joules),
    'multiply-accumulates of the ANN': showCount(ann.operations),
    'energy of the ANN': showJoules(ann.joules),
  };
}

/** A diagnosis as an HTML page with plots. */
export function diagnosisPage(diagnosis: Diagnosis, { title, command }: { readonly title: string; readonly command: string }): string {
  const { data, findings, assumption } = diagnosis;
  const curve = stepTable(diagnosis);
  const messages = findings.length === 0 ? ['Nothing stands out.'] : findings.map(({ message }) => message);
  return pageHtml({
    title,
    facts: [data.name, `${data.samples} samples, ${data.layerSamples} for layers and costs`, command],
    alarms: data.synthetic ? [syntheticAlarm(data.name)] : [],
    sections: [
      { heading: 'Findings', text: messages },
      { heading: 'Accuracy and cost', markup: figuresHtml(figuresOf(diagnosis)) },
      { heading: 'Accuracy over steps', markup: `${curveMarkup(diagnosis)}\n${tableHtml(curve.head, curve.rows)}` },
      {
        heading: 'Layers',
        text: [
          `Over ${data.layerSamples} samples and ${diagnosis.steps.at(-1)!.steps} steps. ${layerLegend} Bars count rates, logarithmically.`,
        ],
        markup: layersMarkup(diagnosis),
      },
      { heading: 'What the energies rest on', text: [assumption] },
    ],
  });
}
