import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CountLog } from '../src/count-log.ts';

test('counts come back as they were added', () => {
  const counts = fc.uint32Array({ minLength: 7, maxLength: 7, max: 3 });
  fc.assert(
    fc.property(fc.array(counts, { maxLength: 20 }), (samples) => {
      const log = new CountLog(7);
      for (const sample of samples) log.add(sample);
      const back: Uint32Array[] = [];
      log.each((sample, k) => {
        expect(k).toBe(back.length);
        back.push(sample.slice());
      });
      expect(back).toEqual(samples);
    }),
  );
});
