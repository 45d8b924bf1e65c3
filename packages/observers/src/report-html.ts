import { confusionTable } from './confusion-table.ts';
import { curveSvg } from './curve-svg.ts';
import { escapeMarkup } from './escape-markup.ts';
import { figuresHtml } from './figures-html.ts';
import { pageHtml, syntheticAlarm } from './page-html.ts';
import { formatDuration, formatNumber, formatPercent } from './quantity.ts';
import type { ReportPicture, RunReport } from './run-report.ts';

const factsOf = ({ model, data, date, seconds }: RunReport): string[] => [
  model,
  data.name,
  ...(date ? [`${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`] : []),
  ...(seconds === undefined ? [] : [formatDuration(seconds)]),
];

const alarmsOf = ({ data, finished = true }: RunReport): string[] => [
  ...(data.synthetic ? [syntheticAlarm(data.name)] : []),
  ...(finished ? [] : ['This run was stopped before its end.']),
];

function results(figures: RunReport['results']): string {
  const shown = Object.entries(figures).map(([name, value]): [string, string] => [
    name,
    /accuracy$/i.test(name) && Number.isFinite(value) ? formatPercent(value, 2) : formatNumber(value, 4),
  ]);
  return figuresHtml(Object.fromEntries(shown));
}

function optionsTable({ model, options, data }: RunReport): string {
  const rows: [string, string][] = [
    ['model', model],
    ['data', data.synthetic ? `${data.name} (synthetic)` : data.name],
    ...Object.entries(options).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)),
    ]),
  ];
  const body = rows.map(([name, value]) => `<tr><th scope="row">${escapeMarkup(name)}</th><td>${escapeMarkup(value)}</td></tr>`);
  return `<table><tbody>${body.join('\n')}</tbody></table>`;
}

/** An image, never markup of the page: an SVG shown so can't run a script. */
function address({ source }: ReportPicture): string {
  if ('path' in source) return encodeURI(source.path.replaceAll('\\', '/')).replaceAll('#', '%23').replaceAll('?', '%3F');
  if ('png' in source) return `data:image/png;base64,${Buffer.from(source.png).toString('base64')}`;
  return `data:image/svg+xml;base64,${Buffer.from(source.svg).toString('base64')}`;
}

const picture = (item: ReportPicture): string =>
  `<figure><img src="${escapeMarkup(address(item))}" alt="${escapeMarkup(item.caption)}"><figcaption>${escapeMarkup(item.caption)}</figcaption></figure>`;

const commandList = (commands: NonNullable<RunReport['commands']>): string =>
  commands.map(({ command, describe }) => `<p>${escapeMarkup(describe)}</p><pre><code>${escapeMarkup(command)}</code></pre>`).join('\n');

/**
 * The report of a run as one HTML page that needs nothing from elsewhere and runs no script: results, accuracy curve, confusion matrix,
 * pictures, options, and how to go on. Everything that comes from outside is escaped; where the data are synthetic the page says so at its
 * head.
 *
 * @throws N3mlError N3ML_BAD_CONFUSION where the confusion matrix doesn't have its classes' shape
 */
export function reportHtml(run: RunReport): string {
  return pageHtml({
    title: run.title,
    facts: factsOf(run),
    alarms: alarmsOf(run),
    sections: [
      { heading: 'Results', markup: results(run.results) },
      { heading: 'Accuracy', markup: curveSvg(run.curve ?? []) },
      { heading: 'Confusion matrix', markup: run.confusion ? `<div class="scroll">${confusionTable(run.confusion)}</div>` : '' },
      { heading: 'Pictures', markup: (run.pictures ?? []).map(picture).join('\n') },
      { heading: 'Model and options', markup: optionsTable(run) },
      { heading: 'How to go on', markup: commandList(run.commands ?? []) },
    ],
  });
}
