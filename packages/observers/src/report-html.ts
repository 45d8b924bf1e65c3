import { confusionTable } from './confusion-table.ts';
import { curveSvg } from './curve-svg.ts';
import { escapeMarkup } from './escape-markup.ts';
import { formatDuration, formatNumber, formatPercent } from './quantity.ts';
import { reportStyle } from './report-style.ts';
import type { ReportPicture, RunReport } from './run-report.ts';

const section = (heading: string, body: string): string =>
  body === '' ? '' : `<section><h2>${escapeMarkup(heading)}</h2>\n${body}\n</section>`;

function head({ title, model, data, date, seconds, finished = true }: RunReport): string {
  const facts = [
    model,
    data.name,
    ...(date ? [`${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`] : []),
    ...(seconds === undefined ? [] : [formatDuration(seconds)]),
  ];
  const synthetic = data.synthetic
    ? `<p class="alarm" role="note">SYNTHETIC DATA: ‘${escapeMarkup(data.name)}’ was generated, not measured. Its figures say nothing about real data.</p>`
    : '';
  const stopped = finished ? '' : '<p class="alarm" role="note">This run was stopped before its end.</p>';
  return `<header><h1>${escapeMarkup(title)}</h1>\n<p class="faint">${escapeMarkup(facts.join(' · '))}</p>\n${synthetic}${stopped}</header>`;
}

function figure(name: string, value: number): string {
  const shown = /accuracy$/i.test(name) && Number.isFinite(value) ? formatPercent(value, 2) : formatNumber(value, 4);
  return `<div><b>${escapeMarkup(shown)}</b><span>${escapeMarkup(name)}</span></div>`;
}

function results(figures: RunReport['results']): string {
  const entries = Object.entries(figures);
  return entries.length === 0 ? '' : `<div class="figures">${entries.map(([name, value]) => figure(name, value)).join('\n')}</div>`;
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
  const sections = [
    section('Results', results(run.results)),
    section('Accuracy', curveSvg(run.curve ?? [])),
    section('Confusion matrix', run.confusion ? `<div class="scroll">${confusionTable(run.confusion)}</div>` : ''),
    section('Pictures', (run.pictures ?? []).map(picture).join('\n')),
    section('Model and options', optionsTable(run)),
    section('How to go on', commandList(run.commands ?? [])),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(run.title)}</title>
<style>${reportStyle}</style>
</head>
<body>
${[head(run), ...sections].filter((part) => part !== '').join('\n')}
</body>
</html>
`;
}
