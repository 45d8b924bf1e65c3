import { encodePng, type Picture } from '../encode-png.ts';
import { bytesField, doubleField, doublesField, type Field, floatField, integerField, messageField } from './protobuf.ts';

/** Bars of a histogram. */
const BUCKETS = 30;

/**
 * One value of a Summary, under its tag. Field numbers are those of tensorboard/compat/proto/summary.proto.
 */
const value = (tag: string, content: Field): Field => messageField(1, bytesField(1, tag), content);

export const scalar = (tag: string, number: number): Field => value(tag, floatField(2, number));

/** A picture of 8 bits a channel, as PNG. */
export function image(tag: string, picture: Picture): Field {
  const { width, height, pixels } = picture;
  const channels = pixels.length / (width * height);
  return value(
    tag,
    messageField(4, integerField(1, height), integerField(2, width), integerField(3, channels), bytesField(4, encodePng(picture))),
  );
}

/** How the finite values are distributed, in 30 bars of one width; undefined where there are none. */
export function histogram(tag: string, values: Float32Array): Field | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  let [low, high, sum, squares] = [Infinity, -Infinity, 0, 0];
  for (const one of finite) {
    low = Math.min(low, one);
    high = Math.max(high, one);
    sum += one;
    squares += one * one;
  }
  const width = (high - low) / BUCKETS || 1;
  const counts = new Array<number>(BUCKETS).fill(0);
  for (const one of finite) counts[Math.min(BUCKETS - 1, Math.floor((one - low) / width))]!++;
  const limits = counts.map((_, k) => low + (k + 1) * width);
  return value(
    tag,
    messageField(
      5,
      doubleField(1, low),
      doubleField(2, high),
      doubleField(3, finite.length),
      doubleField(4, sum),
      doubleField(5, squares),
      doublesField(6, limits),
      doublesField(7, counts),
    ),
  );
}

/** An Event of event.proto that holds values of a Summary. @param seconds since 1970 */
export const summaryEvent = (seconds: number, step: number, values: readonly Field[]): Uint8Array =>
  Buffer.concat([doubleField(1, seconds), integerField(2, step), messageField(5, ...values)]);

/** The event that a file begins with. */
export const versionEvent = (seconds: number): Uint8Array => Buffer.concat([doubleField(1, seconds), bytesField(3, 'brain.Event:2')]);
