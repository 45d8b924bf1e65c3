import { type Encoder, randomStream } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import type { Insight } from './insight.ts';
import type { Point } from './plot/line-plot.ts';
import { plotted } from './plot/plotted.ts';

const dt = 1; // ms
const steps = 100;
const levels = 41;

export function encoderInsight(encoder: Encoder): Insight {
  return {
    plots: () => [
      plotted({
        title: 'Spikes by value',
        note: `one sample of ${steps * dt} ms for each value from 0 to 1, steps of ${dt} ms`,
        x: 'time (ms)',
        y: 'value',
        lines: [],
        dots: spikesByValue(encoder),
      }),
    ],
  };
}

/** All values are encoded side by side; a value may have several neurons. */
function spikesByValue(encoder: Encoder): readonly Point[] {
  const values = Float32Array.from({ length: levels }, (_, k) => k / (levels - 1));
  const builder = new SpikeTrainBuilder();
  builder.begin(steps);
  encoder.encode(values, builder, { steps, dt, random: randomStream(1, 'explain') });
  const { offsets, ids } = builder.finish();
  const neuronsOfOne = (encoder.outputSize?.(levels) ?? levels) / levels;
  return Array.from({ length: steps }, (_, step) =>
    Array.from(ids.subarray(offsets[step], offsets[step + 1]), (id): Point => [step * dt, values[Math.floor(id / neuronsOfOne)]!]),
  ).flat();
}
