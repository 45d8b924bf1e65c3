import { describe, expect, it } from 'vitest';
import { Pace } from '../src/pace.ts';

describe('Pace', () => {
  it('is the rate of a steady run, whatever the times it is looked at', () => {
    const pace = new Pace(0, 1000);
    for (const now of [300, 700, 1900, 2000, 9000]) pace.look(now, 1000 + now / 2);
    expect(pace.rate).toBeCloseTo(500, 9);
    expect(pace.eta(5500)).toBeCloseTo(11, 9);
    expect(pace.elapsed(9000)).toBe(9);
  });

  it('knows nothing before a quarter of a second', () => {
    const pace = new Pace(0, 0);
    pace.look(200, 100);
    expect([pace.rate, pace.eta(10)]).toEqual([null, null]);
  });

  it('leaves out rests', () => {
    const pace = new Pace(0, 0);
    pace.look(1000, 100);
    pace.rest(1000);
    pace.look(50_000, 100);
    pace.wake(101_000, 100);
    pace.look(102_000, 200);
    expect(pace.rate).toBeCloseTo(100, 9);
    expect(pace.elapsed(102_000)).toBe(2);
  });

  it('is the mean of the run once it has ended, however fast it was played', () => {
    const pace = new Pace(0, 1000);
    pace.look(500, 3000);
    pace.end(20, 5000);
    expect([pace.rate, pace.elapsed(900), pace.elapsed(9000)]).toEqual([200, 20, 20]);
    const unknown = new Pace(0, 0);
    unknown.end(0, 10);
    expect(unknown.rate).toBe(null);
  });

  it('follows a change within some seconds', () => {
    const pace = new Pace(0, 0);
    pace.look(1000, 100);
    for (let second = 2; second <= 21; second++) pace.look(1000 * second, 100 + 1000 * (second - 1));
    expect(pace.rate).toBeGreaterThan(980);
  });
});
