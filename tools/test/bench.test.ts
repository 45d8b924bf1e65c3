import { setImmediate } from 'node:timers/promises';
import { syntheticDigits } from '@n3ml/datasets';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inTurns } from '../bench/bench.ts';
import type { CompileAnswer, CompileQuestion } from '../bench/compile-in-process.ts';
import { digitModel } from '../bench/digit-model.ts';
import { doublingUpTo } from '../bench/doubling.ts';
import { askFreshProcess } from '../bench/fresh-process.ts';
import { ImageRun } from '../bench/image-run.ts';
import { describeMachine } from '../bench/machine.ts';
import { medianInterval, quantile, spreadOf } from '../bench/median.ts';
import { sideBySide } from '../bench/side-by-side.ts';
import { silentBus } from '../bench/silent-bus.ts';
import { markdownTable, spreadText } from '../bench/table.ts';

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

test('a quantile is the value of the nearest rank', () => {
  const values = [50, 10, 40, 20, 30];
  expect([0, 0.2, 0.21, 0.5, 0.95, 1].map((share) => quantile(values, share))).toEqual([10, 10, 20, 30, 50, 50]);
});

test('the interval of a median leaves out the ranks of the sign test', () => {
  // The usual table for 95 %: n, and the rank of its lower end.
  for (const [n, rank] of [
    [6, 1],
    [9, 2],
    [15, 4],
    [20, 6],
    [30, 10],
    [50, 18],
  ] as const) {
    const ranks = Array.from({ length: n }, (_, k) => ((k * 7) % n) + 1);
    const values = new Set(ranks).size === n ? ranks : Array.from({ length: n }, (_, k) => n - k);
    expect([n, medianInterval(values)]).toEqual([n, { low: rank, high: n + 1 - rank }]);
  }
  expect(medianInterval([3, 1, 2])).toEqual({ low: 1, high: 3 });
});

test('measurements take turns, and warm-up runs are left out', async () => {
  const order: string[] = [];
  const measure = (name: string) => () => `${name}${order.push(name)}`;
  const results = await inTurns([measure('a'), measure('b')], { times: 2, warmUps: 1 });
  expect(order.join('')).toBe('ababab');
  expect(results).toEqual([
    ['a3', 'a5'],
    ['b4', 'b6'],
  ]);
});

test('a table has one column of words; its figures have four digits', () => {
  const rows = [['train', 1200.4, 0.123456, spreadText([1, 3, 2])] as const, ['infer', 1e6, -1e-5, spreadText([7.5])] as const];
  expect(markdownTable(['what', 'a', 'b', 'c'], rows)).toMatchInlineSnapshot(`
    "| what | a | b | c |
    |---|---:|---:|---:|
    | train | 1200 | 0.1235 | 2 (1, 3) |
    | infer | 1000000 | -0.00001 | 7.5 |"
  `);
});

test('the machine is described with its load', () => {
  expect(describeMachine({ cpu: 'Some CPU', cores: 2, node: 'v20.19.0', load: 0.5 })).toBe('Some CPU, 2 cores, Node 20.19.0, load 0.50');
});

test('worker counts double up to the number of cores', () => {
  expect([1, 2, 3, 8, 12].map(doublingUpTo)).toEqual([[1], [1, 2], [1, 2, 3], [1, 2, 4, 8], [1, 2, 4, 8, 12]]);
});

test('work side by side keeps to the number of jobs and to the order of the items', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 12 }), fc.integer({ min: 1, max: 4 }), async (turns, jobs) => {
      let running = 0;
      const results = await sideBySide([...turns.entries()], jobs, async ([k, count]) => {
        expect(++running).toBeLessThanOrEqual(jobs);
        for (let turn = 0; turn < count; turn++) await setImmediate();
        running--;
        return k;
      });
      expect(results).toEqual(turns.map((_, k) => k));
    }),
  );
});

test('on the silent bus nothing is heard, and a training gives the same weights', async () => {
  const { model, context } = digitModel({ neurons: 8 });
  const { train } = syntheticDigits({ train: 12, test: 1 });
  const [silent, real] = [await model.train(train, context(silentBus)), await model.train(train, context())];
  expect(silent.checkpoint).toEqual(real.checkpoint);
  expect(() => silentBus.on('metric')).toThrow('Nobody can listen');
});

test('input spikes are as many as brightness and rate ask for', async () => {
  const digits = digitModel({ neurons: 8 });
  const { train } = syntheticDigits({ train: 30, test: 1 });
  const { checkpoint } = await digits.model.train(train, digits.context());
  const atHalf = new ImageRun(digits, checkpoint, train, 32).mean(30);
  const atFull = new ImageRun(digits, checkpoint, train, 64).mean(30);
  const brightness = [...train.values].reduce((sum, value) => sum + value / 255, 0) / train.count;
  const seconds = (digits.model.options.steps * digits.model.options.dt) / 1000;
  expect(atFull.inputSpikes / (brightness * 64 * seconds)).toBeCloseTo(1, 1);
  expect(atHalf.inputSpikes / atFull.inputSpikes).toBeCloseTo(0.5, 1);
  expect(atFull.excSpikes).toBeGreaterThan(0);
});

test('a fresh process answers, or says that it did not', async () => {
  const question = { neurons: 8, preset: 'tuned', times: 2 } as const;
  const answer = await askFreshProcess<CompileQuestion, CompileAnswer>('./compile-in-process.ts', question);
  expect(answer.compile.length).toBe(2);
  await expect(askFreshProcess('./median.ts', {})).rejects.toThrow('./median.ts ended (code 0) before it had answered.');
});
