import { defineFactory, type Observer } from '@n3ml/core';
import { writeFileAtomic } from '@n3ml/core/node';
import { rasterSvg } from './raster-svg.ts';
import { SpikeWindow } from './spike-window.ts';

/** Options of {@link raster}. */
export interface RasterOptions {
  /** The SVG file. @default 'raster.svg' */
  readonly path?: string;
  /** Whether the first samples of the run are drawn or the last. @default 'last' */
  readonly show?: 'first' | 'last';
  /** How many samples. @default 1 */
  readonly samples?: number;
  /** Steps of a sample that are drawn at most. @default all */
  readonly steps?: number;
  /** Spikes kept at most; the picture says where some were cut. @default 50000 */
  readonly maxSpikes?: number;
  /** Length of a step in ms. @default the option `dt` of the run's model, or 1 */
  readonly dt?: number;
  /** @default model and samples */
  readonly title?: string;
}

/**
 * Draws a spike raster as an SVG when the run is over: a band for each population, a mark for each spike, and histograms of the spikes per ms.
 * It holds at most `maxSpikes` spikes, 14 bytes each.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION; N3ML_CANNOT_WRITE
 * @example bus.attach(raster({ path: 'first.svg', show: 'first', samples: 3 }))
 */
export const raster = defineFactory<Observer, RasterOptions, 'steps' | 'dt' | 'title'>(
  "observer 'raster'",
  {
    path: { type: 'string', describe: 'SVG file to write', default: 'raster.svg' },
    show: { type: 'string', describe: 'which samples', default: 'last', choices: ['first', 'last'] },
    samples: { type: 'integer', describe: 'how many samples', default: 1, min: 1 },
    steps: { type: 'integer', describe: 'steps of a sample at most', min: 1 },
    maxSpikes: { type: 'integer', describe: 'spikes kept at most', default: 50_000, min: 1, max: 5_000_000 },
    dt: { type: 'number', describe: 'length of a step', unit: 'ms', min: 1e-6 },
    title: { type: 'string', describe: 'title of the picture' },
  },
  ({ path, show, samples, steps = Infinity, maxSpikes, dt, title }) => {
    let window = new SpikeWindow({ maxSpikes, samples, show });
    let model = '';
    let stepMs = dt ?? 1;
    let stepsKnown = 0;
    return {
      name: 'raster',
      on: {
        'run:start': (event) => {
          window = new SpikeWindow({ maxSpikes, samples, show });
          model = event.model;
          const { dt: modelDt, steps: modelSteps } = event.options;
          stepMs = dt ?? (typeof modelDt === 'number' && modelDt > 0 ? modelDt : 1);
          stepsKnown = typeof modelSteps === 'number' ? Math.min(steps, modelSteps) : 0;
        },
        spikes: ({ step, population, ids }) => {
          if (step < steps) window.add(step, population, ids);
        },
        'sample:end': ({ label }) => window.endSample(label, stepsKnown),
      },
      close: () => {
        const caption = title ?? `${model} spikes, ${show} ${samples === 1 ? 'sample' : `${samples} samples`}`.trimStart();
        return writeFileAtomic(path, Buffer.from(rasterSvg(window, { title: caption, dt: stepMs })));
      },
    };
  },
  { summary: 'Draws the spikes of one sample or more as an SVG: a band for each population, a mark for each spike.' },
);
