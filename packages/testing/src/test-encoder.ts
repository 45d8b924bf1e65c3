import { type Encoder, N3mlError, randomStream, type SpikeTrain, SpikeTrainBuilder } from '@n3ml/core';
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

  override add(step: number, neuron: number, sign: 1 | -1 = 1): void {
    this.added.push([step, neuron, sign]);
    super.add(step, neuron, sign);
  }
}

/**
 * The conformance suite of an encoder. It declares vitest tests: every spike is of a step and a neuron that exist, and a neuron spikes once a step
 * at most; the train depends on the values and the key of the random stream alone, not on earlier calls; the values are left as they are; NaN is
 * refused before the first spike. It prints the time for a spike.
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

    it.each([steps, 2 * steps])('adds spikes of steps and neurons that exist, in %i steps', (length) => {
      const encoder = taken(given);
      const size = outputs(encoder, values.length);
      for (let key = 0; key < 5; key++) {
        const builder = new WatchedBuilder();
        const train = encode(encoder, Float32Array.from(values), key, builder, length);
        const stray = builder.added.filter(
          ([step, neuron]) => ![step, neuron].every((index) => Number.isInteger(index) && index >= 0) || step >= length || neuron >= size,
        );
        expect(stray, `spikes (step, neuron, sign) outside ${length} steps of ${size} neurons`).toEqual([]);
        expect(train.offsets[length]).toBe(builder.added.length);
        const places = builder.added.map(([step, neuron]) => step * size + neuron);
        expect(new Set(places).size, 'spikes, each counted once').toBe(places.length);
      }
    });

    it('encodes something', () => {
      expect(encode(taken(given), Float32Array.from(values), 1).ids.length).toBeGreaterThan(0);
    });

    it('gives the same train for the same key, whatever it has encoded before', () => {
      const fresh = taken(given);
      const first = new WatchedBuilder();
      encode(fresh, Float32Array.from(values), 7, first);
      for (const other of [fresh, taken(given)]) {
        encode(other, Float32Array.from(values).reverse(), 8);
        const again = new WatchedBuilder();
        encode(other, Float32Array.from(values), 7, again);
        expect(again.added).toEqual(first.added);
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

    it.each([0, values.length - 1])('refuses NaN at value %i before it adds a spike', (place) => {
      const input = Float32Array.from(values);
      input[place] = Number.NaN;
      const builder = new WatchedBuilder();
      expect(() => encode(taken(given), input, 5, builder)).toThrow(N3mlError);
      expect(builder.added).toEqual([]);
    });

    it('tells how long a spike takes', () => {
      const encoder = taken(given);
      const input = Float32Array.from({ length: 784 }, (_, k) => values[k % values.length]!);
      const builder = new SpikeTrainBuilder();
      const nanoseconds = nanosecondsEach(() => {
        builder.begin(steps);
        encoder.encode(input, builder, { steps, dt, random: randomStream('timing') });
        return builder.finish().ids.length;
      });
      expect(nanoseconds).toBeGreaterThan(0);
      tell(`${name}: ${nanoseconds.toFixed(1)} ns per spike`);
    });
  });
}
