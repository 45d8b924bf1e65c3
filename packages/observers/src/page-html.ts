import { escapeMarkup } from './escape-markup.ts';
import { reportStyle } from './report-style.ts';

/** A page of figures and plots. Text is escaped; `markup` is put in as it is. */
export interface Page {
  readonly title: string;
  /** Shown in one line below the title. */
  readonly facts?: readonly string[];
  /** What nobody may miss. */
  readonly alarms?: readonly string[];
  /** Those without markup are left out. */
  readonly sections: readonly { readonly heading: string; readonly markup: string }[];
}

/** What a page says of synthetic data. */
export const syntheticAlarm = (name: string): string =>
  `SYNTHETIC DATA: ‘${name}’ was generated, not measured. Its figures say nothing about real data.`;

function head({ title, facts = [], alarms = [] }: Page): string {
  const notes = alarms.map((alarm) => `<p class="alarm" role="note">${escapeMarkup(alarm)}</p>`).join('');
  return `<header><h1>${escapeMarkup(title)}</h1>\n<p class="faint">${escapeMarkup(facts.join(' · '))}</p>\n${notes}</header>`;
}

/** One HTML page that needs nothing from elsewhere and runs no script, with the style sheet of reports. */
export function pageHtml(page: Page): string {
  const sections = page.sections
    .filter(({ markup }) => markup !== '')
    .map(({ heading, markup }) => `<section><h2>${escapeMarkup(heading)}</h2>\n${markup}\n</section>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(page.title)}</title>
<style>${reportStyle}</style>
</head>
<body>
${[head(page), ...sections].join('\n')}
</body>
</html>
`;
}
