import { niceTicks } from './nice-ticks.ts';
import { formatNumber } from './quantity.ts';
import type { SpikeWindow } from './spike-window.ts';
import { colourOf, px, svgFigure, textAt } from './svg-figure.ts';

/** What {@link rasterSvg} is told beside the spikes. */
export interface RasterLabels {
  readonly title: string;
  /** Length of a step in ms. */
  readonly dt: number;
}

const left = 96;
const right = 16;
const top = 56;
const plotWidth = 848;
const bandGap = 10;
const stripHeight = 26;
const stripGap = 8;
const histogramBins = 106; // at most: 8 pixels wide

const rules = '.note { fill: #b3261e; } .sample { stroke: #bbb; stroke-dasharray: 2 3; }';
const darkRules = '.note { fill: #ff8a80; } .sample { stroke: #555; }';

interface Band {
  readonly name: string;
  readonly colour: string;
  /** One more than the highest neuron that spiked. */
  readonly size: number;
  readonly top: number;
  readonly height: number;
}

/** Bands one under the other, a larger population taller, but less than in proportion: 784 inputs must not hide 10 outputs. */
function layOut(window: SpikeWindow): readonly Band[] {
  const sizes = window.populations.map(() => 0);
  for (const { population, id } of window.spikes()) sizes[population] = Math.max(sizes[population]!, id + 1);
  let next = top;
  return window.populations.map((name, k) => {
    const size = Math.max(1, sizes[k]!);
    const band = {
      name,
      colour: colourOf(k),
      size,
      top: next,
      height: Math.round(Math.min(260, 40 + 8 * Math.sqrt(size))),
    };
    next += band.height + bandGap;
    return band;
  });
}

/** Spikes of one population as one path: short ticks where a neuron has a row of 3 pixels or more, dots where it has less. */
function marks(band: Band, spikes: readonly (readonly [x: number, id: number])[]): string {
  const row = band.height / band.size;
  const length = row >= 3 ? 0.8 * row : 1.4;
  const width = row >= 3 ? 1.2 : 1.4;
  const path = spikes.map(([x, id]) => `M${px(x)} ${px(band.top + (id + 0.5) * row - length / 2)}v${px(length)}`).join('');
  return `<path d="${path}" fill="none" stroke="${band.colour}" stroke-width="${width}"/>`;
}

function bandFrame(band: Band): string {
  return [
    textAt(left - 10, band.top + 12, band.name, `text-anchor="end" font-weight="600" style="fill:${band.colour}"`),
    textAt(left - 10, band.top + band.height, `0–${formatNumber(band.size - 1)}`, 'text-anchor="end" font-size="10"'),
    `<path class="axis" d="M${left} ${band.top}v${band.height}"/>`,
  ].join('');
}

/** The spikes per ms of one population over time, scaled to their own maximum: a few outputs would vanish beside the inputs. */
function histogram(band: Band, counts: Uint32Array, msPerBin: number, pxPerBin: number, at: number): string {
  const highest = counts.reduce((most, count) => Math.max(most, count), 1);
  const bars = Array.from(
    counts,
    (count, k) => `V${px(at + stripHeight * (1 - count / highest))}H${px(Math.min(left + plotWidth, left + (k + 1) * pxPerBin))}`,
  ).join('');
  return [
    textAt(left - 10, at + 10, 'spikes/ms', `text-anchor="end" font-size="10" style="fill:${band.colour}"`),
    textAt(left - 10, at + 23, `≤ ${formatNumber(highest / msPerBin, 2)}`, 'text-anchor="end" font-size="10"'),
    `<path d="M${left} ${at + stripHeight}${bars}V${at + stripHeight}z" fill="${band.colour}" fill-opacity="0.55"/>`,
  ].join('');
}

function timeAxis(steps: number, dt: number, at: number): string {
  const ticks = niceTicks(0, steps * dt, 10).map((ms) => {
    const x = left + (plotWidth * ms) / (steps * dt);
    return `<path class="axis" d="M${px(x)} ${at}v4"/>${textAt(x, at + 17, formatNumber(ms, 3), 'text-anchor="middle"')}`;
  });
  return `<path class="axis" d="M${left} ${at}h${plotWidth}"/>${ticks.join('')}${textAt(left + plotWidth / 2, at + 34, 'time (ms)', 'text-anchor="middle"')}`;
}

function sampleMarks(window: SpikeWindow, xOf: (step: number) => number, bottom: number): string {
  const origin = window.samples[0]?.start ?? 0;
  return window.samples
    .map(({ start, label }, k) => {
      const x = xOf(start - origin);
      const border = k === 0 ? '' : `<path class="sample" d="M${px(x)} ${top}V${bottom}"/>`;
      return border + (label < 0 ? '' : textAt(x + 3, top - 6, `label ${label}`, 'font-size="10"'));
    })
    .join('');
}

/** A spike raster as an SVG: a band for each population, its neurons from top to bottom, and under the bands the spikes per ms. */
export function rasterSvg(window: SpikeWindow, { title, dt }: RasterLabels): string {
  const bands = layOut(window);
  const origin = window.samples[0]?.start ?? 0;
  const steps = Math.max(
    1,
    window.samples.reduce((sum, sample) => sum + sample.steps, 0),
  );
  const lost = window.samples.reduce((sum, sample) => sum + sample.lost, 0);
  const xOf = (step: number): number => left + (plotWidth * step) / steps;

  const places = bands.map((): [number, number][] => []);
  // Whole steps to a bin: otherwise some would hold one more than others, and show a rhythm that isn't there.
  const stepsPerBin = Math.ceil(steps / histogramBins);
  const counts = bands.map(() => new Uint32Array(Math.ceil(steps / stepsPerBin)));
  for (const { step, population, id } of window.spikes()) {
    places[population]!.push([xOf(step - origin + 0.5), id]);
    counts[population]![Math.floor((step - origin) / stepsPerBin)]!++;
  }
  const strips = bands.reduce((sum, band) => sum + band.height + bandGap, top);
  const bottom = strips + bands.length * (stripHeight + stripGap);
  const width = left + plotWidth + right;
  const note = lost > 0 ? `cut: ${formatNumber(lost)} more spikes are not shown` : bands.length === 0 ? 'no spikes' : '';
  const content = [
    note === '' ? '' : textAt(width - right, 22, note, 'class="note" text-anchor="end"'),
    sampleMarks(window, xOf, bottom),
    ...bands.map((band, k) => bandFrame(band) + marks(band, places[k]!)),
    ...bands.map((band, k) => {
      const at = strips + k * (stripHeight + stripGap);
      return histogram(band, counts[k]!, stepsPerBin * dt, (plotWidth * stepsPerBin) / steps, at);
    }),
    timeAxis(steps, dt, bottom),
  ].join('\n');
  return svgFigure({ title, width, height: bottom + 44, left, rules, darkRules, content });
}
