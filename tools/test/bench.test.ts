import fc from 'fast-check';
import { expect, test } from 'vitest';
import { time } from '../bench/bench.ts';
import { spreadOf } from '../bench/median.ts';
import { markdownTable } from '../bench/table.ts';

test('half of the values lie on each side of the median', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), { minLength: 1 }), (values) => {
      const { median, min, max } = spreadOf(values);
      expect(values.filter((value) => value < median).length).toBeLessThanOrEqual(values.length / 2);
      expect(values.filter((value) => value > median).length).toBeLessThanOrEqual(values.length / 2);
      expect(min).toBe(Math.min(...values));
      expect(max).toBe(Math.max(...values));
    }),
  );
  expect(spreadOf([3, 1, 2, 10]).median).toBe(2.5);
  expect(() => spreadOf([])).toThrow('measure at least once');
});

test('time leaves warm-up runs out', async () => {
  let runs = 0;
  const values = await time(() => runs++, { times: 3, warmUps: 2 });
  expect([runs, values.length]).toEqual([5, 3]);
});

test('a table names the spread and the machine', () => {
  const machine = { cpu: 'Some CPU', cores: 2, node: 'v20.19.0', load: 0.5 };
  expect(markdownTable([{ what: 'train', unit: 'images/s', values: [1200.4, 1, 0.123456] }], machine)).toMatchInlineSnapshot(`
    "| what | median | min | max | unit | runs |
    |---|---:|---:|---:|---|---:|
    | train | 1 | 0.1235 | 1200 | images/s | 3 |

    Some CPU, 2 cores, Node 20.19.0, load 0.50"
  `);
});
