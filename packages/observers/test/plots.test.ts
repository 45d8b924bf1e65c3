import { expect, test } from 'vitest';
import { curveSvg, histogramSvg, pageHtml, shareCell, tableHtml } from '../src/index.ts';

const evil = `"><script>alert('1')</script>&`;

/** The points of the curve's line: [x, y]. */
const lineOf = (svg: string): number[][] =>
  svg
    .match(/class="line" d="M([^"]+)"/)![1]!
    .split('L')
    .map((point) => point.split(' ').map(Number));

const points = [1, 10, 100].map((done, k) => ({ done, accuracy: k / 2 }));

test('a logarithmic axis has equal steps for equal factors, and a mark for each point', () => {
  const svg = curveSvg(points, { axis: 'steps', scale: 'logarithmic' });
  const line = lineOf(svg);
  expect(line[1]![0]! - line[0]![0]!).toBeCloseTo(line[2]![0]! - line[1]![0]!, 6);
  for (const mark of ['>1<', '>10<', '>100<', '>steps<']) expect(svg).toContain(mark);
  expect(curveSvg(points.slice(0, 1), { scale: 'logarithmic' })).not.toContain('NaN');
});

test('a linear axis has not', () => {
  const [first, second, third] = lineOf(curveSvg(points)) as [number[], number[], number[]];
  expect((third[0]! - second[0]!) / (second[0]! - first[0]!)).toBeCloseTo(10, 1);
});

test('the reference lies at its accuracy', () => {
  const svg = curveSvg(points, { reference: { name: evil, accuracy: 0.5 } });
  expect(Number(svg.match(/class="reference" d="M\d+ ([\d.]+)h/)![1])).toBe(lineOf(svg)[1]![1]);
  expect(svg).not.toContain('<script');
  expect(curveSvg(points)).not.toContain('reference');
});

test('the bars of a histogram are as high as the logarithms of their counts', () => {
  const heights = (counts: number[]) => [...histogramSvg(counts, 'rates').matchAll(/v-([\d.]+)h/g)].map(([, height]) => Number(height));
  const [most, few] = heights([1023, 31]);
  expect(few! / most!).toBeCloseTo(0.5, 2);
  expect(histogramSvg([0, 0], evil)).not.toMatch(/NaN|<script/);
});

test('cells and headings are text, unless they are markup', () => {
  const page = pageHtml({
    title: evil,
    facts: [evil],
    alarms: [evil],
    sections: [
      { heading: evil, text: [evil], markup: tableHtml([evil], [[evil, evil, { markup: '<i>8</i>' }]]) },
      { heading: 'Left out', text: [], markup: '' },
      { heading: 'Left out' },
    ],
  });
  expect(page).not.toMatch(/<script|Left out/);
  expect(page).toContain('<td><i>8</i></td>');
  expect(page.match(/&lt;script&gt;/g)).toHaveLength(9);
});

test('the bar of a share ends within its cell', () => {
  const shares = [-0.5, 0.25, 2].map((share) => shareCell(evil, share) as { markup: string });
  expect(shares.map(({ markup }) => markup.match(/--share:([^"]*)"/)![1])).toEqual(['0.000', '0.250', '1.000']);
  expect(shares[0]!.markup).not.toContain('<script');
});
