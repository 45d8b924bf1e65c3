import { expect, test } from 'vitest';
import { accuracyCurve, encodePng, type RunReport, reportHtml } from '../src/index.ts';
import { event, play, runStart, sampleEnd } from './recorder.ts';

const run: RunReport = {
  title: 'A run',
  model: 'toy',
  options: { neurons: 400 },
  data: { name: 'mnist', synthetic: false },
  results: { accuracy: 0.9137, samples: 10_000 },
};

test('figures, options and commands are there', () => {
  const page = reportHtml({ ...run, seconds: 75, date: new Date(0), commands: [{ command: 'n3ml infer a.n3ml', describe: 'Test it' }] });
  for (const part of [
    '<b>91.37 %</b><span>accuracy',
    '<b>10,000</b><span>samples',
    '<th scope="row">neurons</th><td>400</td>',
    '1970-01-01 00:00 UTC',
    '1 min 15 s',
    '<code>n3ml infer a.n3ml</code>',
  ]) {
    expect(page).toContain(part);
  }
  expect(page).not.toContain('SYNTHETIC');
  expect(page).not.toMatch(/<section><h2>(Accuracy|Confusion matrix|Pictures)/);
});

test('synthetic data and a stopped run are said at the head', () => {
  const page = reportHtml({ ...run, data: { name: 'digits', synthetic: true }, finished: false });
  const head = page.slice(page.indexOf('<header>'), page.indexOf('</header>'));
  expect(head).toContain('SYNTHETIC DATA: ‘digits’');
  expect(head).toContain('stopped before its end');
});

test('no text from outside becomes markup, and nothing is loaded from elsewhere', () => {
  const evil = `</style></title><script>alert("1")</script><img src=x onerror='a'>&`;
  const page = reportHtml({
    title: evil,
    model: evil,
    options: { [evil]: evil, deep: { [evil]: [evil] } },
    data: { name: evil, synthetic: true },
    results: { [evil]: 1 },
    curve: [{ done: 1, accuracy: 0.5 }],
    confusion: { rows: [evil], columns: [evil], counts: [[1]] },
    pictures: [
      { caption: evil, source: { svg: `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>` } },
      { caption: evil, source: { path: `a"b.png` } },
    ],
    commands: [{ command: evil, describe: evil }],
  });
  expect(page).not.toMatch(/<script|<img src=x|onerror='/i);
  expect(page.match(/<\/style>/g)).toHaveLength(1);
  expect(page.match(/<\/title>/g)).toHaveLength(1);
  expect(page.match(/<img /g)).toHaveLength(2);
  expect(page).toContain('src="a%22b.png"');
  expect(page).not.toMatch(/(?:src|href)="(?!data:|a%22b)|@import|url\(/);
});

test('a PNG is put into the page', () => {
  const png = encodePng({ width: 1, height: 1, pixels: Uint8Array.of(7) });
  const [, base64] = /src="data:image\/png;base64,([^"]+)"/.exec(reportHtml({ ...run, pictures: [{ caption: 'w', source: { png } }] }))!;
  expect(Buffer.from(base64!, 'base64')).toEqual(Buffer.from(png));
});

test('the curve goes where its points are', () => {
  const page = reportHtml({
    ...run,
    curve: [
      { done: 0, accuracy: 0 },
      { done: 50, accuracy: Number.NaN },
      { done: 100, accuracy: 1 },
    ],
  });
  const [, line] = /class="line" d="([^"]+)"/.exec(page)!;
  expect(line).toBe('M52 232L712 12');
});

test('a confusion matrix marks what is right, may have a column for no class, and is checked', () => {
  const page = reportHtml({
    ...run,
    confusion: {
      rows: ['0', '1'],
      columns: ['0', '1', 'none'],
      counts: [
        [3, 1, 0],
        [0, 0, 2],
      ],
    },
  });
  expect(page).toContain(
    '<td class="right" style="--share:0.750">3</td><td class="wrong" style="--share:0.250">1</td><td class="wrong" style="--share:0.000">·</td>',
  );
  expect(() =>
    reportHtml({ ...run, confusion: { rows: ['0', '1'], columns: ['0', '1'], counts: [[1, 2]] } }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: A confusion matrix of 2 x 2 classes has counts of 1 x 2. Give a row of counts for each true class. [N3ML_BAD_CONFUSION]]`,
  );
});

test('the accuracy curve is kept in bounded memory, evenly spread', async () => {
  const curve = accuracyCurve(10);
  await play([curve], [runStart(), ...Array.from({ length: 1000 }, (_, k) => sampleEnd(k + 1, { predicted: k % 2 }))]);
  const done = curve.points().map((point) => point.done);
  expect(done.length).toBeLessThanOrEqual(10);
  expect(done.length).toBeGreaterThan(4);
  expect(new Set(done.slice(1).map((d, k) => d - done[k]!)).size).toBe(1);
  expect(curve.points().at(-1)!.accuracy).toBeCloseTo(0.5, 2);
});

test('metrics named accuracy take the place of the running accuracy', async () => {
  const curve = accuracyCurve();
  await play(
    [curve],
    [
      runStart(),
      sampleEnd(1, { predicted: 1 }),
      event('metric', { name: 'accuracy', value: 0.25, done: 1 }),
      sampleEnd(2, { predicted: 1 }),
    ],
  );
  expect(curve.points()).toEqual([{ done: 1, accuracy: 0.25 }]);
});
