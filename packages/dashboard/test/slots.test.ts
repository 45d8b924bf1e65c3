import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Curve } from '../src/slots/curve.ts';
import { EventLog } from '../src/slots/event-log.ts';
import { WeightTiles } from '../src/slots/weight-tiles.ts';
import { decodeFrame } from '../src/wire/frame.ts';
import type { CurveMessage, LogMessage, WeightsMessage } from '../src/wire/messages.ts';

const message = <M>(frame: Uint8Array): M => decodeFrame(frame.slice().buffer) as M;

describe('a curve', () => {
  it('is the same for who looks now and then as for who comes at the end', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 12 }), (bursts) => {
        const curve = new Curve('loss');
        let [x, y]: [number[], number[]] = [[], []];
        let [done, seen] = [0, 0];
        for (const burst of bursts) {
          for (let k = 0; k < burst; k++) curve.add(++done, Math.sin(done));
          const news = message<CurveMessage>(curve.frameSince(seen));
          if (news.reset) [x, y] = [[], []];
          x.push(...news.x);
          y.push(...news.y);
          seen = curve.version;
        }
        const all = message<CurveMessage>(curve.frameSince(0));
        expect(all.reset).toBe(true);
        expect(x).toEqual([...all.x]);
        expect(y).toEqual([...all.y]);
        expect(all.x.length).toBeLessThanOrEqual(2048);
      }),
      { numRuns: 30 },
    );
  });

  it('keeps means of neighbours when it is long', () => {
    const curve = new Curve('linear');
    const points = 100_000;
    for (let done = 1; done <= points; done++) curve.add(done, done);
    const { x, y } = message<CurveMessage>(curve.frameSince(0));
    expect(x.length).toBeGreaterThan(1000);
    expect(x.length).toBeLessThanOrEqual(2048);
    // Each point is the mean of the values up to its x, since the point before.
    for (let k = 1; k < x.length; k++) expect(y[k]).toBeCloseTo((x[k - 1]! + 1 + x[k]!) / 2, 6);
  });
});

describe('the log', () => {
  it('tells what was missed, and no more than it keeps', () => {
    const log = new EventLog();
    for (let k = 0; k < 10; k++) log.add('info', `line ${k}`);
    const seen = log.version;
    log.add('warning', 'one more');
    expect(message<LogMessage>(log.frameSince(seen))).toMatchObject({ reset: false, entries: [{ level: 'warning', text: 'one more' }] });
    for (let k = 0; k < 1000; k++) log.add('info', 'x'.repeat(10_000));
    const all = message<LogMessage>(log.frameSince(seen));
    expect(all.reset).toBe(true);
    expect(all.entries).toHaveLength(400);
    expect(all.entries[0]!.text.length).toBeLessThan(510);
  });
});

describe('weights', () => {
  const event = { connection: 'a-b', rows: 4, columns: 2, shape: [2, 2], values: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7), done: 250 };

  it('are tiles of the shape of the presynaptic sheet', () => {
    const slot = new WeightTiles(event);
    const shown = message<WeightsMessage>(slot.frameSince());
    expect(shown).toMatchObject({ connection: 'a-b', tiles: 2, tileWidth: 2, tileHeight: 2, low: 0, high: 7, done: 250 });
    expect([...shown.bytes].map((byte) => Math.round((byte / 254) * 7))).toEqual([0, 2, 4, 6, 1, 3, 5, 7]);
  });

  it('are those of the newest event, though the producer goes on to use its array', () => {
    const values = event.values.slice();
    const slot = new WeightTiles({ ...event, values });
    values.fill(0);
    expect(message<WeightsMessage>(slot.frameSince()).high).toBe(7);
    slot.set({ ...event, values: values.fill(3), done: 500 });
    values.fill(9);
    expect(message<WeightsMessage>(slot.frameSince())).toMatchObject({ high: 3, done: 500 });
    expect(slot.version).toBe(2);
  });

  it('are strips where the shape holds another number of neurons', () => {
    expect(message<WeightsMessage>(new WeightTiles({ ...event, shape: [3, 3] }).frameSince())).toMatchObject({
      tileWidth: 1,
      tileHeight: 4,
    });
  });
});
