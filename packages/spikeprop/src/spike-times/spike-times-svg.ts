import type { SpikeTimesEvent } from './event.ts';

/** Dark enough on white, light enough on black. */
const colours = ['#3b76c4', '#c8553d', '#2f9461', '#9a6fc0', '#b58a1b', '#4c9fae'];

const left = 64;
const right = 20;
const top = 62;
const panelWidth = 400;
const panelGap = 36;
const bandGap = 18;

const style = `<style>
  svg { background: #fff; font: 12px system-ui, sans-serif; fill: #333; }
  .title { font-size: 15px; font-weight: 600; } .axis { stroke: #999; fill: none; }
  @media (prefers-color-scheme: dark) { svg { background: #16181d; fill: #ccc; } .axis { stroke: #666; } }
</style>`;

const px = (value: number): string => String(Math.round(value * 10) / 10);
const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${px(x)}" y="${px(y)}" ${attributes}>${content}</text>`;
const escapeMarkup = (content: string): string => content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const colourOf = (label: number): string => colours[label % colours.length]!;

/** The rows of one layer. */
interface Band {
  readonly name: string;
  readonly top: number;
  readonly row: number;
  readonly size: number;
  /** Number of its first neuron among those of all layers. */
  readonly first: number;
}

/** Bands one under the other, the outputs' rows tall enough to see the times of every class in them. */
function layOut(layers: readonly number[]): readonly Band[] {
  let [next, first] = [top, 0];
  return layers.map((size, layer) => {
    const isOutput = layer === layers.length - 1;
    const name = layer === 0 ? 'inputs' : isOutput ? 'outputs' : layers.length === 3 ? 'hidden' : `hidden ${layer}`;
    const row = isOutput ? 34 : Math.max(3, Math.min(14, 150 / size));
    const band = { name, top: next, row, size, first };
    next += size * row + bandGap;
    first += size;
    return band;
  });
}

/** Marks of one neuron in one class; those of different classes lie at different heights of its row. */
function marks(
  { layers, labels, times }: SpikeTimesEvent,
  band: Band,
  neuron: number,
  classes: number,
  xOf: (ms: number) => number,
): string {
  const neurons = layers.reduce((sum, size) => sum + size, 0);
  const lane = band.row / classes;
  const paths = Array.from({ length: classes }, () => '');
  labels.forEach((label, sample) => {
    const time = times[sample * neurons + band.first + neuron]!;
    if (time === Infinity) return;
    const y = band.top + neuron * band.row + (label + 0.1) * lane;
    paths[label] += `M${px(xOf(time))} ${px(y)}v${px(0.8 * lane)}`;
  });
  return paths
    .map((d, label) => (d === '' ? '' : `<path d="${d}" fill="none" stroke="${colourOf(label)}" stroke-opacity="0.7"/>`))
    .join('');
}

function targetMarks(event: SpikeTimesEvent, band: Band, classes: number, xOf: (ms: number) => number): string {
  const lane = band.row / classes;
  const lines = Array.from(event.targets, (time, k) => {
    const [label, output] = [Math.floor(k / band.size), k % band.size];
    return `M${px(xOf(time))} ${px(band.top + output * band.row + label * lane)}v${px(lane)}`;
  });
  return `<path class="axis" d="${lines.join('')}" stroke-width="3" stroke-opacity="0.5"/>`;
}

function panel(event: SpikeTimesEvent, bands: readonly Band[], at: number, span: number, bottom: number): string {
  const xOf = (ms: number): number => at + (panelWidth * ms) / span;
  const classes = event.targets.length / event.layers.at(-1)!;
  const rows = bands.map((band, layer) => {
    const isOutput = layer === bands.length - 1;
    const neurons = Array.from({ length: band.size }, (_, neuron) => marks(event, band, neuron, classes, xOf));
    return `<path class="axis" d="M${at} ${band.top}v${px(band.size * band.row)}"/>${isOutput ? targetMarks(event, band, classes, xOf) : ''}${neurons.join('')}`;
  });
  const ticks = Array.from({ length: Math.floor(span / 5) + 1 }, (_, k) => {
    const x = px(xOf(5 * k));
    return `<path class="axis" d="M${x} ${bottom}v4"/>${text(xOf(5 * k), bottom + 17, String(5 * k), 'text-anchor="middle"')}`;
  });
  const caption = event.done === 0 ? 'before training' : `after ${event.done.toLocaleString('en-US')} samples`;
  return [
    text(at, top - 10, caption, 'font-weight="600"'),
    ...rows,
    `<path class="axis" d="M${at} ${bottom}h${panelWidth}"/>`,
    ...ticks,
    text(at + panelWidth / 2, bottom + 34, 'time (ms)', 'text-anchor="middle"'),
  ].join('\n');
}

/**
 * Spike times as an SVG, one panel for each event: layers one under the other, a row for each neuron, and in it a mark for each sample, by class in colour and
 * height. Grey bars show when the outputs are to fire.
 *
 * @param events of the same network
 */
export function spikeTimesSvg(events: readonly SpikeTimesEvent[], title: string): string {
  const [event] = events;
  if (event === undefined) return '';
  const bands = layOut(event.layers);
  const last = bands.at(-1)!;
  const bottom = last.top + last.size * last.row + 4;
  const latest = events.reduce((most, { times, targets }) => {
    const finite = times.filter((time) => time !== Infinity);
    return Math.max(
      finite.reduce((a, b) => Math.max(a, b), most),
      targets.reduce((a, b) => Math.max(a, b), 0),
    );
  }, 1);
  const span = 5 * Math.ceil((latest + 0.5) / 5);
  const width = left + events.length * (panelWidth + panelGap) - panelGap + right;
  const classes = event.targets.length / last.size;
  const key = Array.from({ length: classes }, (_, label) =>
    text(width - right - 70 * (classes - label), 22, `class ${label}`, `style="fill:${colourOf(label)}"`),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bottom + 44}" viewBox="0 0 ${width} ${bottom + 44}" role="img">
<title>${escapeMarkup(title)}</title>
${style}
${text(left, 22, escapeMarkup(title), 'class="title"')}
${key.join('')}
${bands.map((band) => text(left - 8, band.top + 12, band.name, 'text-anchor="end"')).join('')}
${events.map((one, k) => panel(one, bands, left + k * (panelWidth + panelGap), span, bottom)).join('\n')}
</svg>
`;
}
