import type { RunEvent } from '@n3ml/core';
import { expect, test } from 'vitest';
import { progress } from '../src/index.ts';
import { event, runEnd, runStart, sampleEnd } from './recorder.ts';

/** A progress observer on a stream and a clock of the test's own. */
function stage({ isTTY = false, columns = 80 }: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  let clock = 0;
  const observer = progress({ stream: { write: (text) => written.push(text), isTTY, columns }, now: () => clock });
  return {
    written,
    observer,
    wait: (ms: number) => {
      clock += ms;
    },
    tell: (event: RunEvent) => (observer.on as Record<string, ((event: object) => void) | undefined>)[event.type]!(event),
    get text() {
      return written.join('');
    },
  };
}

/** What a terminal would show: text overwrites from the cursor on, "erase" cuts from the cursor on. */
function screen(text: string): string[] {
  const lines = [''];
  let cursor = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequence is what is looked for
  for (const [piece] of text.matchAll(/\r|\n|\u001b\[K|[^\r\n\u001b]+/g)) {
    const line = lines.at(-1)!;
    if (piece === '\n') lines.push('');
    else if (piece === '\u001b[K') lines[lines.length - 1] = line.slice(0, cursor);
    else if (piece !== '\r') lines[lines.length - 1] = line.slice(0, cursor) + piece + line.slice(cursor + piece.length);
    cursor = piece === '\n' || piece === '\r' ? 0 : piece === '\u001b[K' ? cursor : cursor + piece.length;
  }
  return lines;
}

test('a log gets a line each 10 %, the smoothed rate and the time left', () => {
  const s = stage();
  s.tell(runStart({ samples: 100 }));
  for (let done = 1; done <= 40; done++) {
    s.wait(20);
    s.tell(sampleEnd(done, { total: 100 }));
  }
  expect(s.text).toMatchInlineSnapshot(`
    "train toy: 100 samples of digits
    train toy  ███░░░░░░░░░░░░░░░░░░░░░░░░░░░  10/100  50/s  ETA 1.8 s  3.0 spikes/image
    train toy  ██████░░░░░░░░░░░░░░░░░░░░░░░░  20/100  50/s  ETA 1.6 s  3.0 spikes/image
    train toy  █████████░░░░░░░░░░░░░░░░░░░░░  30/100  50/s  ETA 1.4 s  3.0 spikes/image
    train toy  ████████████░░░░░░░░░░░░░░░░░░  40/100  50/s  ETA 1.2 s  3.0 spikes/image
    "
  `);
});

test('a run that tells of no sample has as many as its results say', () => {
  const s = stage();
  for (const end of [
    runEnd({ results: { accuracy: 0.5, samples: 100 }, seconds: 2 }),
    runEnd({ finished: false, results: { samples: 40 }, seconds: 2 }),
    runEnd({ results: {}, seconds: 2 }),
  ]) {
    s.tell(runStart({ samples: 100 }));
    s.wait(2000);
    s.tell(end);
  }
  expect(s.text).toMatchInlineSnapshot(`
    "train toy: 100 samples of digits
    train toy: 100 samples, 2.0 s, 50/s, accuracy 50.00 %
    train toy: 100 samples of digits
    train toy: stopped after 40 of 100 samples, 2.0 s, 20/s
    train toy: 100 samples of digits
    train toy: 2.0 s
    "
  `);
});

test('a log gets a line after 10 s however little was done', () => {
  const s = stage();
  s.tell(runStart({ samples: 1000 }));
  for (let done = 1; done <= 5; done++) {
    s.wait(6000);
    s.tell(sampleEnd(done, { total: 1000 }));
  }
  expect(s.written).toHaveLength(1 + 2);
});

test('the rate follows a change of speed with the time constant of 5 s', () => {
  const s = stage();
  s.tell(runStart());
  let done = 0;
  const work = (count: number, ms: number) => {
    for (let k = 0; k < count; k++) {
      s.wait(ms);
      s.tell(sampleEnd(++done, { total: 3000 }));
    }
  };
  work(1000, 10); // 100/s for 10 s
  work(500, 1); // 1000/s for 0.5 s
  const shown = Number(/([\d,.]+)\/s/.exec(s.written.at(-1)!)![1]!.replace(',', ''));
  // Lines come after 300 samples each; an interval weighs exp(-age / tau), its age counted from its end.
  const intervals = [3, 3, 3, 1.2, 0.3]; // s
  const weights = intervals.map((_, k) => Math.exp(-intervals.slice(k + 1).reduce((age, s) => age + s, 0) / 5));
  const sum = (terms: number[]) => terms.reduce((total, term) => total + term, 0);
  expect(s.written).toHaveLength(1 + 5);
  expect(shown).toBe(Math.round(sum(weights.map((w) => 300 * w)) / sum(weights.map((w, k) => intervals[k]! * w))));
});

test('accuracy is shown once there are predictions, over the newest 1000 samples, and -1 is wrong', () => {
  const s = stage();
  s.tell(runStart());
  const feed = (from: number, to: number, predicted: (done: number) => number) => {
    for (let done = from; done <= to; done++) s.tell(sampleEnd(done, { total: 10_000, label: 1, predicted: predicted(done) }));
  };
  feed(1, 1000, () => -1);
  expect(s.text).not.toContain('accuracy');
  feed(1001, 2000, (done) => (done % 2 === 0 ? 1 : -1));
  expect(s.written.at(-1)).toContain('accuracy 50.0 %');
  feed(2001, 3000, () => 1);
  expect(s.written.at(-1)).toContain('accuracy 100.0 %');
});

test('a terminal is repainted at most ten times a second, never wider than it is, and is left with whole lines', () => {
  for (const columns of [10, 30, 50, 80, 200]) {
    const s = stage({ isTTY: true, columns });
    s.tell(runStart({ samples: 1000 }));
    for (let done = 1; done <= 1000; done++) {
      s.wait(3);
      s.tell(sampleEnd(done, { total: 1000, predicted: 1 }));
    }
    const paints = s.written.filter((text) => text.startsWith('\r') && text.length > 4);
    expect(paints.length).toBeGreaterThan(10);
    expect(paints.length).toBeLessThanOrEqual(30);
    for (const paint of paints) expect(paint.slice(1, -3).length).toBeLessThan(columns);
    s.tell(runEnd({ results: { accuracy: 0.9137 }, seconds: 3 }));
    s.observer.close?.();
    expect(screen(s.text)).toEqual(['train toy: 1,000 samples of digits', 'train toy: 1,000 samples, 3.0 s, 333/s, accuracy 91.37 %', '']);
  }
});

test('messages stand above the line, without control characters', () => {
  const s = stage({ isTTY: true });
  s.tell(runStart({ data: 'made up', synthetic: true }));
  s.wait(200);
  s.tell(sampleEnd(1));
  s.tell({ type: 'log', level: 'warning', message: 'odd \u001b[2J thing' });
  expect(screen(s.text)).toEqual(['train toy: 4 samples of made up (SYNTHETIC data)', 'warning: odd ?[2J thing', '']);
});

test('a run that breaks off says where', () => {
  const s = stage();
  s.tell(runStart());
  s.tell(sampleEnd(1));
  s.observer.close?.();
  expect(s.written.at(-1)).toBe('train toy: stopped after 1 of 4 samples\n');
  s.tell(sampleEnd(2));
  s.tell(runEnd({ finished: false }));
  expect(s.written.at(-1)).toContain('stopped after 2 of 4 samples');
});

test('a resumed run counts its own samples only into the rate', () => {
  const s = stage();
  s.tell(runStart());
  s.wait(1000);
  s.tell(sampleEnd(501, { total: 1000 }));
  s.wait(1000);
  s.tell(sampleEnd(502, { total: 1000 }));
  s.tell(runEnd({ seconds: 2 }));
  expect(s.written.at(-1)).toBe('train toy: 502 samples, 2.0 s, 1/s\n');
});

test('downloads are shown in their unit, with and without a known size', () => {
  const s = stage({ isTTY: true });
  const download = (done: number, total: number) => s.tell({ type: 'progress', task: 'download', done, total, unit: 'bytes' });
  download(0, 10e6);
  s.wait(1000);
  download(2.5e6, 10e6);
  expect(screen(s.text).at(-1)).toBe('download  ███████░░░░░░░░░░░░░░░░░░░░░░  2.5 MB of 10.0 MB  2.5 MB/s  ETA 3.0 s');
  s.wait(3000);
  download(10e6, 10e6);
  expect(screen(s.text)).toEqual(['download: 10.0 MB in 4.0 s', '']);
  download(0, Number.NaN);
  s.wait(1000);
  download(1500, Number.NaN);
  expect(screen(s.text).at(-1)).toBe('download  1.5 kB  1.5 kB/s');
});

test('a network without spikes shows its accuracy and its loss, and what validation says', () => {
  const s = stage();
  s.tell(runStart({ model: 'vgg16', samples: 200 }));
  s.tell(event('epoch:start', { epoch: 0, samples: 100 }));
  for (let batch = 0; batch < 2; batch++) {
    s.wait(500);
    s.tell(
      event('batch:end', {
        epoch: 0,
        batch,
        samples: 50,
        done: 50 * (batch + 1),
        total: 200,
        loss: 0.5 - 0.2 * batch,
        right: 40 + 5 * batch,
      }),
    );
  }
  s.tell(event('metric', { name: 'validation-accuracy', value: 0.9123, done: 100 }));
  s.tell(runEnd({ results: { accuracy: 0.9123 } }));
  expect(s.text).toMatchInlineSnapshot(`
    "train vgg16: 200 samples of digits
    train vgg16  ████████░░░░░░░░░░░░░░░░░░░░░░  50/200  100/s  ETA 1.5 s  accuracy 80.0 %  loss 0.50
    train vgg16  ███████████████░░░░░░░░░░░░░░░  100/200  100/s  ETA 1.0 s  accuracy 85.0 %  loss 0.40
    train vgg16: epoch 1, validation accuracy 91.23 %
    train vgg16: 100 samples, 2.0 s, 100/s, accuracy 91.23 %
    "
  `);
});
