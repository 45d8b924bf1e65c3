import { type Observer, withOptions } from '@n3ml/core';
import type { SpikeTimesEvent } from './event.ts';
import { spikeTimesSvg } from './spike-times-svg.ts';

/** Options of {@link spikeTimes}. */
export interface SpikeTimesOptions {
  /** The SVG file. @default 'spike-times.svg' */
  readonly path?: string;
}

/**
 * Draws when the neurons fired before training and after it, as an SVG when the run is over: a row for each neuron, a mark for each sample, coloured by
 * its class, and lines where the outputs were to fire. Needs Node, for the file; elsewhere {@link spikeTimesSvg} makes the picture.
 *
 * @throws N3mlError N3ML_CANNOT_WRITE
 * @example bus.attach(spikeTimes({ path: 'times.svg' }))
 */
export const spikeTimes = withOptions(
  { path: { type: 'string', describe: 'SVG file to write', default: 'spike-times.svg' } },
  ({ path = 'spike-times.svg' }: SpikeTimesOptions = {}): Observer => {
    let model = '';
    let before: SpikeTimesEvent | undefined;
    let after: SpikeTimesEvent | undefined;
    return {
      name: 'spike-times',
      on: {
        'run:start': (event) => {
          model = event.model;
          before = after = undefined;
        },
        'spike-times': (event) => {
          const kept = { ...event, labels: event.labels.slice(), times: event.times.slice(), targets: event.targets.slice() };
          if (before === undefined) before = kept;
          else after = kept;
        },
      },
      async close() {
        const shown = [before, after].filter((event) => event !== undefined);
        if (shown.length === 0) return;
        const { writeSvg } = await import('../node/write-svg.ts');
        await writeSvg(path, spikeTimesSvg(shown, `${model} spike times`));
      },
    };
  },
  { summary: 'Draws when each neuron fired before training and after it, as an SVG when the run is over.' },
);
