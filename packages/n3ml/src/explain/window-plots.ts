import type { Executor, LearningRule } from '@n3ml/core';
import { type StdpWindowOptions, type StdpWindowPoint, stdpWindow } from '@n3ml/stdp';
import type { ExplainedPlot } from './explanation.ts';
import type { Point } from './plot/line-plot.ts';
import { plotted } from './plot/plotted.ts';

type WindowOptions = Omit<StdpWindowOptions, 'lags'>;

/** Pairs that follow so closely that one meets the traces of the one before. */
const repeated = { pairs: 10, rate: 20 };
/** In ms. */
const reach = 100;

/** The window and, for a rule to which a lone pair of a postsynaptic after a presynaptic spike says nothing, that of pairs that follow closely. */
export function windowPlots(rule: LearningRule, executor: Executor, options: WindowOptions): readonly ExplainedPlot[] {
  const points = windowOf(rule, executor, options);
  const plot = windowPlot(points, options);
  const isAsked = options.pairs !== undefined || options.rate !== undefined;
  if (isAsked || points.some(({ lag, change }) => lag > 0 && change !== 0)) return [plot];
  const often = { ...options, ...repeated };
  return [plot, windowPlot(windowOf(rule, executor, often), often)];
}

function windowOf(rule: LearningRule, executor: Executor, options: WindowOptions): readonly StdpWindowPoint[] {
  const { dt = 1, rate = 1 } = options;
  // Steps of about 1 ms, or of a longer dt.
  const spacing = dt * Math.max(1, Math.round(1 / dt));
  // Half an interval at most: beyond that a spike is nearer to one of the next pair.
  const side = Math.floor(Math.min(reach, 500 / rate) / spacing);
  return stdpWindow(rule, executor, { ...options, lags: Array.from({ length: 2 * side + 1 }, (_, k) => (k - side) * spacing) });
}

function windowPlot(points: readonly StdpWindowPoint[], options: WindowOptions): ExplainedPlot {
  const { pairs = 1, rate = 1, weight = 0.5, wMin = 0, wMax = 1, dt = 1, signals = {} } = options;
  const side = (sign: number): readonly Point[] =>
    points.flatMap(({ lag, change }) => (Math.sign(lag) === sign ? [[lag, change] as const] : []));
  const spikes = pairs === 1 ? 'one pair of spikes' : `${pairs} pairs of spikes at ${rate} Hz`;
  const levels = Object.entries(signals).map(([name, value]) => `, ${name} = ${value}`);
  return plotted({
    title: pairs === 1 ? 'STDP window' : 'STDP window of repeated pairs',
    note: `${spikes}, w = ${weight} in [${wMin}, ${wMax}]${levels.join('')}, steps of ${dt} ms`,
    x: 'postsynaptic after presynaptic spike (ms)',
    y: 'change of w',
    lines: [side(-1), side(1)],
    dots: side(0),
  });
}
