import { escapeMarkup } from './escape-markup.ts';
import { reportStyle } from './report-style.ts';

/** A part of a page, left out where it is empty. Text is escaped; markup is put in as it is. */
export interface PageSection {
  readonly heading: string;
  /** Paragraphs. */
  readonly text?: readonly string[];
  /** What follows them. */
  readonly markup?: string;
}

/** A page of figures and plots. */
export interface Page {
  readonly title: string;
  /** Shown in one line below the title. */
  readonly facts?: readonly string[];
  /** What nobody may miss. */
  readonly alarms?: readonly string[];
  readonly sections: readonly PageSection[];
}

/** What a page says of synthetic data. */
export const syntheticAlarm = (name: string): string =>
  `SYNTHETIC DATA: ‘${name}’ was generated, not measured. Its figures say nothing about real data.`;

function head({ title, facts = [], alarms = [] }: Page): string {
  const notes = alarms.map((alarm) => `<p class="alarm" role="note">${escapeMarkup(alarm)}</p>`).join('');
  return `<header><h1>${escapeMarkup(title)}</h1>\n<p class="faint">${escapeMarkup(facts.join(' · '))}</p>\n${notes}</header>`;
}

function sectionHtml({ heading, text = [], markup = '' }: PageSection): string {
  const body = [...text.map((paragraph) => `<p>${escapeMarkup(paragraph)}</p>`), ...(markup === '' ? [] : [markup])];
  return body.length === 0 ? '' : `<section><h2>${escapeMarkup(heading)}</h2>\n${body.join('\n')}\n</section>`;
}

/** One HTML page that needs nothing from elsewhere and runs no script, with the style sheet of reports. */
export function pageHtml(page: Page): string {
  const parts = [head(page), ...page.sections.map(sectionHtml)].filter((part) => part !== '');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(page.title)}</title>
<style>${reportStyle}</style>
</head>
<body>
${parts.join('\n')}
</body>
</html>
`;
}
