import { type Observer, withOptions } from '@n3ml/core';
import { writeFileAtomic } from '@n3ml/core/node';
import { BoundedSeries } from './bounded-series.ts';
import { type Curve, type CurvePanel, learningCurveSvg } from './learning-curve-svg.ts';

const mostPoints = 1024;

/** Options of {@link learningCurve}. */
export interface LearningCurveOptions {
  /** The SVG file. @default 'learning-curve.svg' */
  readonly path?: string;
}

/**
 * Draws how a run has learned, as an SVG when it is over: the metrics whose names end in `loss` in one panel, those that end in `accuracy` in another, over the
 * epochs, or over the samples where the run has none. Memory is bounded: of a long run every second, fourth .. point is kept.
 *
 * @throws N3mlError N3ML_CANNOT_WRITE
 * @example bus.attach(learningCurve({ path: 'curves.svg' }))
 */
export const learningCurve = withOptions(
  { path: { type: 'string', describe: 'SVG file to write', default: 'learning-curve.svg' } },
  ({ path = 'learning-curve.svg' }: LearningCurveOptions = {}): Observer => {
    let series = new Map<string, BoundedSeries>();
    let title = '';
    /** Samples of an epoch; NaN while none has begun. */
    let epochSamples = Number.NaN;
    const curves = (ending: string): Curve[] =>
      [...series]
        .filter(([name]) => name.endsWith(ending))
        .map(([name, { points }]) => ({ name, points: points.map(([done, y]) => [done / scale(), y] as const) }));
    const scale = (): number => (Number.isNaN(epochSamples) ? 1 : epochSamples);
    return {
      name: 'learning-curve',
      on: {
        'run:start': ({ model, data }) => {
          series = new Map();
          epochSamples = Number.NaN;
          title = `${model} on ${data}`;
        },
        'epoch:start': ({ samples }) => {
          epochSamples = samples;
        },
        metric: ({ name, value, done }) => {
          if (!/(loss|accuracy)$/.test(name)) return;
          const values = series.get(name) ?? new BoundedSeries(mostPoints);
          series.set(name, values);
          values.add(done, value);
        },
      },
      close() {
        const panels: readonly CurvePanel[] = [
          { name: 'loss', curves: curves('loss') },
          { name: 'accuracy', top: 1, curves: curves('accuracy') },
        ].filter((panel) => panel.curves.length > 0);
        if (panels.length === 0) return;
        const svg = learningCurveSvg(panels, { title, axis: Number.isNaN(epochSamples) ? 'samples' : 'epochs' });
        return writeFileAtomic(path, Buffer.from(svg));
      },
    };
  },
  { summary: 'Draws losses and accuracies over epochs or samples as an SVG when the run is over.' },
);
