import type { Diagnosis, LayerDiagnosis, Spread } from '@n3ml/conversion';
import { percent } from './talk.ts';

/** Figures by row and column, ready to be shown. */
export interface FigureTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const NONE = '-';

const threeDigits = (value: number): string => String(Number(value.toPrecision(3)));

/** One number, or the median with the smallest and the largest. */
const showSpread = ({ min, median, max }: Spread): string =>
  min === max ? threeDigits(min) : `${threeDigits(median)} (${threeDigits(min)} to ${threeDigits(max)})`;

/** @example showJoules(2.13e-7) // '213 nJ' */
export function showJoules(joules: number): string {
  const [unit, size] = (
    [
      ['mJ', 1e-3],
      ['µJ', 1e-6],
      ['nJ', 1e-9],
    ] as const
  ).find(([, least]) => joules >= least) ?? ['pJ', 1e-12];
  return `${threeDigits(joules / size)} ${unit}`;
}

/** @example showCount(338_000_000) // '338 M' */
export function showCount(count: number): string {
  const [unit, size] = (
    [
      [' G', 1e9],
      [' M', 1e6],
      [' k', 1e3],
    ] as const
  ).find(([, least]) => count >= least) ?? ['', 1];
  return `${threeDigits(count / size)}${unit}`;
}

/** The first step count from which on the accuracy stays near the ANN's, in words. */
export const showLatency = ({ latency, steps }: Diagnosis): string =>
  latency === undefined ? `not within ${steps.at(-1)!.steps} steps` : latency === 1 ? '1 step' : `${latency} steps`;

const showThresholds = ({ inputs }: LayerDiagnosis): string =>
  inputs.flatMap(({ threshold }) => (threshold ? [showSpread(threshold)] : [])).join(', ') || NONE;

/** What the columns of {@link layerTable} mean. */
export const layerLegend =
  'Threshold: lambda over the lambda before. Clipped: activations of the ANN above lambda. Rate: spikes per neuron and step. Silent: neurons that never spiked. ' +
  'Correlation and error: lambda times the rate against the activation.';

/** A row for each layer. */
export const layerTable = ({ layers }: Diagnosis): FigureTable => ({
  head: ['layer', 'neurons', 'lambda', 'threshold', 'clipped', 'rate', 'silent', 'correlation', 'error'],
  rows: layers.map((layer) => [
    layer.name,
    String(layer.neurons),
    showSpread(layer.lambda),
    showThresholds(layer),
    layer.kind === 'readout' ? NONE : percent(layer.clipped),
    layer.rates ? threeDigits(layer.rates.mean) : NONE,
    layer.rates ? percent(layer.rates.silent) : NONE,
    layer.correlation === undefined ? NONE : layer.correlation.toFixed(3),
    threeDigits(layer.error),
  ]),
});

/** A row for each number of steps. */
export const stepTable = ({ steps }: Diagnosis): FigureTable => ({
  head: ['steps', 'accuracy', 'silent outputs', 'spikes', 'operations', 'energy'],
  rows: steps.map((after) => [
    String(after.steps),
    percent(after.accuracy),
    percent(after.silent),
    showCount(after.spikes),
    showCount(after.operations),
    showJoules(after.joules),
  ]),
});
