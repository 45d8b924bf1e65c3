import { type Encoder, N3mlError, randomStream, type SpikeTrain } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import { describe, expect, it } from 'vitest';
import { nanosecondsEach, tell } from './duration.ts';
import { type Given, taken } from './given.ts';

/** Options of {@link testEncoder}. */
export interface EncoderSuiteOptions {
  /** Values that the encoder takes. @default 0, 1 and some between them */
  readonly values?: readonly number[];
  /** A value that the encoder promises to stay silent for, such as 0. @default none */
  readonly silentAt?: number;
  /** Steps of a sample. @default 100 */
  readonly steps?: number;
  /** In ms. @default 1 */
  readonly dt?: number;
}

/** A builder that writes down what the encoder adds, as the encoder said it. */
class WatchedBuilder extends SpikeTrainBuilder {
  readonly added: (readonly [step: number, neuron: number, sign: number])[] = [];
  begun = 0;
  finished = 0;

  override begin(steps: number): void {
    this.begun++;
    super.begin(steps);
  }

  override finish(): SpikeTrain {
    this.finished++;
    return super.finish();
  }

  override add(step: number, neuron: number, sign: 1 | -1 = 1): void {
    this.added.push([step, neuron, sign]);
    super.add(step, neuron, sign);
  }
}

function expectToExist(added: WatchedBuilder['added'], steps: number, size: number): void {
  const exists = (index: number, count: number): boolean => Number.isInteger(index) && index >= 0 && index < count;
  const stray = added.filter(([step, neuron, sign]) => !exists(step, steps) || !exists(neuron, size) || Math.abs(sign) !== 1);
  expect(stray, `spikes (step, neuron, sign) outside ${steps} steps of ${size} neurons`).toEqual([]);
  const places = added.map(([step, neuron]) => step * size + neuron);
  expect(new Set(places).size, 'spikes, each counted once').toBe(places.length);
}

/** Lets an error of n3ml pass, as long as nothing was added before it. */
function unlessRefused({ added }: WatchedBuilder, encode: () => void): void {
  try {
    encode();
  } catch (error) {
    expect(error).toBeInstanceOf(N3mlError);
    expect(added).toEqual([]);
  }
}

/**
 * The conformance suite of an encoder. It declares vitest tests: every spike is of a step and a neuron that exist, and a neuron spikes once a step
 * at most; the train depends on the values and the key of the random stream alone, not on earlier calls; the values are left as they are; NaN is
 * refused before the first spike, and what else can't be encoded too. It prints the time for a spike.
 *
 * @param name what the tests are called
 * @param given the encoder, or a function that makes it
 * @example testEncoder('acme/burst', () => burst({ length: 3 }), { silentAt: 0 })
 */
export function testEncoder(name: string, given: Given<Encoder>, options: EncoderSuiteOptions = {}): void {
  const { values = [0, 1, 0.5, 0.25, 0.75, 1 / 255, 0.1, 0.9, 0.3, 0.6, 1], silentAt, steps = 100, dt = 1 } = options;

  const encode = (encoder: Encoder, input: Float32Array, key: number, builder = new WatchedBuilder(), length = steps): SpikeTrain => {
    builder.begin(length);
    encoder.encode(input, builder, { steps: length, dt, random: randomStream(key, 'conformance') });
    return builder.finish();
  };
  const outputs = (encoder: Encoder, count: number): number => encoder.outputSize?.(count) ?? count;

  describe(`encoder ${name}`, () => {
    it('drives as many neurons as it says', () => {
      const encoder = taken(given);
      for (const count of [1, values.length]) {
        expect(outputs(encoder, count)).toSatisfy(
          (size: number) => Number.isInteger(size) && size > 0,
          'a positive whole number of neurons',
        );
      }
    });

    it.each([steps, 2 * steps])('adds spikes of steps and neurons that exist, once at most, in %i steps', (length) => {
      for (const input of [values, values.slice(0, 1), []]) {
        for (let key = 0; key < 5; key++) {
          const encoder = taken(given);
          const builder = new WatchedBuilder();
          encode(encoder, Float32Array.from(input), key, builder, length);
          expectToExist(builder.added, length, outputs(encoder, input.length));
        }
      }
    });

    it('adds spikes of steps and neurons that exist in 1 step, or refuses so short a sample', () => {
      const encoder = taken(given);
      const builder = new WatchedBuilder();
      unlessRefused(builder, () => encode(encoder, Float32Array.from(values), 1, builder, 1));
      expectToExist(builder.added, 1, outputs(encoder, values.length));
    });

    it('leaves it to the caller to begin and finish the train', () => {
      const builder = new WatchedBuilder();
      encode(taken(given), Float32Array.from(values), 2, builder);
      expect({ begun: builder.begun, finished: builder.finished }).toEqual({ begun: 1, finished: 1 });
    });

    it('encodes something', () => {
      expect(encode(taken(given), Float32Array.from(values), 1).ids.length).toBeGreaterThan(0);
    });

    it('gives the same train for the same key, whatever it has encoded before', () => {
      const fresh = taken(given);
      const first = new WatchedBuilder();
      encode(fresh, Float32Array.from(values), 7, first);
      for (const other of [fresh, taken(given)]) {
        // After one sample and after two: a state may come back to where it was.
        for (const before of [[8], [8, 9]]) {
          for (const key of before) encode(other, Float32Array.from(values).reverse(), key);
          const again = new WatchedBuilder();
          encode(other, Float32Array.from(values), 7, again);
          expect(again.added).toEqual(first.added);
        }
      }
    });

    it('leaves the values as they are', () => {
      const input = Float32Array.from(values);
      encode(taken(given), input, 3);
      expect(input).toEqual(Float32Array.from(values));
    });

    if (silentAt !== undefined) {
      it(`stays silent at ${silentAt}`, () => {
        expect(encode(taken(given), new Float32Array(50).fill(silentAt), 4).ids).toHaveLength(0);
      });
    }

    it.each([-1e6, 1e6, -Infinity, Infinity])('encodes %d, or refuses it before it adds a spike', (value) => {
      const encoder = taken(given);
      const builder = new WatchedBuilder();
      unlessRefused(builder, () => encode(encoder, Float32Array.of(...values, value), 6, builder));
      expectToExist(builder.added, steps, outputs(encoder, values.length + 1));
    });

    it.each([0, values.length - 1])('refuses NaN at value %i before it adds a spike', (place) => {
      const input = Float32Array.from(values);
      input[place] = Number.NaN;
      const builder = new WatchedBuilder();
      expect(() => encode(taken(given), input, 5, builder)).toThrow(N3mlError);
      expect(builder.added).toEqual([]);
    });

    it('tells how long a spike takes', async () => {
      const encoder = taken(given);
      const input = Float32Array.from({ length: 784 }, (_, k) => values[k % values.length]!);
      const builder = new SpikeTrainBuilder();
      const nanoseconds = await nanosecondsEach(() => {
        builder.begin(steps);
        encoder.encode(input, builder, { steps, dt, random: randomStream('timing') });
        return builder.finish().ids.length;
      });
      expect(nanoseconds).toBeGreaterThan(0);
      tell(`${name}: ${nanoseconds.toFixed(1)} ns per spike`);
    });
  });
}
