import { extname } from 'node:path';
import { defineFactory, type Events, type Observer } from '@n3ml/core';
import { writeFileAtomic } from '@n3ml/core/node';
import { type ColourMapName, colourMapNames } from './colour-map.ts';
import { encodePng } from './encode-png.ts';
import { weightGrid } from './weight-grid.ts';

/** Options of {@link weightImage}. */
export interface WeightImageOptions {
  /** The PNG file. @default 'weights.png' */
  readonly path?: string;
  /** The connection to draw; without it, whichever came last. */
  readonly connection?: string;
  /** Writes during the run too, every so many samples; 0 for at the end only. @default 0 */
  readonly every?: number;
  /** Keeps each picture under a number, `weights-00001000.png` after 1000 samples, in place of writing it over the last. @default false */
  readonly frames?: boolean;
  /** @default 'gray' */
  readonly colours?: ColourMapName;
  /** Pixels along the edge of a weight. @default 1 */
  readonly scale?: number;
}

function framePath(path: string, done: number): string {
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}-${String(done).padStart(8, '0')}${extension}`;
}

/**
 * Draws the newest weights as a PNG, at the end of the run and, if wanted, during it: each postsynaptic neuron's weights as a tile, see
 * `weightGrid`. How often weights come is up to the model. Files are written atomically. It keeps a copy of the newest weights and loses none:
 * a run waits only where the next weights come before a picture is written.
 *
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION; N3ML_CANNOT_WRITE, N3ML_BAD_SHAPE
 * @example bus.attach(weightImage({ path: 'weights.png', colours: 'viridis', scale: 2 }))
 */
export const weightImage = defineFactory<Observer, WeightImageOptions, 'connection'>(
  "observer 'weight-image'",
  {
    path: { type: 'string', describe: 'PNG file to write', default: 'weights.png' },
    connection: { type: 'string', describe: 'connection to draw' },
    every: { type: 'integer', describe: 'draw every so many samples; 0: at the end only', default: 0, min: 0 },
    frames: { type: 'boolean', describe: 'keep each picture under a number', default: false },
    colours: { type: 'string', describe: 'colour map', default: 'gray', choices: colourMapNames },
    scale: { type: 'integer', describe: 'pixels along the edge of a weight', default: 1, min: 1, max: 64 },
  },
  ({ path, connection, every, frames, colours, scale }) => {
    let newest: Events['weights'] | undefined;
    let drawnAt = 0;
    const draw = (event: Events['weights'], to: string): Promise<void> =>
      writeFileAtomic(to, encodePng(weightGrid(event, { colours, scale })));
    return {
      name: 'weight-image',
      on: {
        weights: (event) => {
          if (connection !== undefined && event.connection !== connection) return;
          newest = { ...event, values: event.values.slice() };
          if (event.done < drawnAt) drawnAt = 0; // another run has begun
          if (every === 0 || event.done < drawnAt + every) return;
          drawnAt = event.done;
          return draw(newest, frames ? framePath(path, event.done) : path);
        },
      },
      close: () => (newest ? draw(newest, path) : undefined),
    };
  },
  { summary: "Draws the newest weights as a PNG, each postsynaptic neuron's as a tile." },
);
