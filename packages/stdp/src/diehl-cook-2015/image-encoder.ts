import { type Encoder, type LabelledSet, type Registry, randomStream, type SpikeTrain } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import type { DiehlCook2015Settings } from './settings.ts';

/** What a spike train is drawn for: each has random numbers of its own. */
export type Purpose = 'encode' | 'encode-assign' | 'encode-infer';

/** Turns samples of a set into spike trains. Its arrays are reused: a train is valid until the next call. */
export class ImageEncoder {
  readonly #settings: DiehlCook2015Settings;
  readonly #registry: Registry;
  readonly #data: LabelledSet;
  readonly #purpose: Purpose;
  readonly #restSteps: number;
  /** Bytes are scaled to [0, 1], other values are taken as they are. */
  readonly #scale: number;
  readonly #values: Float32Array;
  readonly #builder = new SpikeTrainBuilder();
  /** One for each brightness, made when it is first needed; the first at once. */
  readonly #encoders: Encoder[] = [];

  /**
   * @param restSteps steps without input that follow the image
   * @throws N3mlError N3ML_UNKNOWN_NAME, N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION of the encoder
   */
  constructor(settings: DiehlCook2015Settings, registry: Registry, data: LabelledSet, purpose: Purpose, restSteps: number) {
    this.#settings = settings;
    this.#registry = registry;
    this.#data = data;
    this.#purpose = purpose;
    this.#restSteps = restSteps;
    this.#scale = data.values instanceof Uint8Array ? 1 / 255 : 1;
    this.#values = new Float32Array(data.shape.reduce((product, length) => product * length, 1));
    // An encoder that isn't there, or that takes no maxRate, is to be told of before the run begins.
    this.#encoder(0);
  }

  /** Length of every train. */
  get steps(): number {
    return this.#settings.steps + this.#restSteps;
  }

  /**
   * @param image index in the data
   * @param epoch,sample the key of the random numbers, beside the seed, the purpose and the replay
   * @param replay how often the image was shown before: it is brighter each time
   */
  encode(image: number, epoch: number, sample: number, replay: number): SpikeTrain {
    const { seed, steps, dt } = this.#settings;
    const values = this.#values;
    const scale = this.#scale;
    const pixels = this.#data.values;
    const from = image * values.length;
    for (let k = 0; k < values.length; k++) values[k] = pixels[from + k]! * scale;
    const builder = this.#builder;
    builder.begin(this.steps);
    this.#encoder(replay).encode(values, builder, { steps, dt, random: randomStream(seed, this.#purpose, epoch, sample, replay) });
    return builder.finish();
  }

  #encoder(replay: number): Encoder {
    const { encoder, maxRate, replayRate } = this.#settings;
    this.#encoders[replay] ??= this.#registry.resolve('encoder', encoder, { maxRate: maxRate + replay * replayRate });
    return this.#encoders[replay];
  }
}

/** Whether an image has brought out too few spikes and may be shown again. */
export const isTooFaint = ({ minSpikes, maxReplays }: DiehlCook2015Settings, spikes: number, replay: number): boolean =>
  spikes < minSpikes && replay < maxReplays;
