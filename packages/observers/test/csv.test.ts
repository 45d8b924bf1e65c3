import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRow } from '../src/csv-row.ts';
import { csv } from '../src/index.ts';
import { event, play, runEnd, runStart, sampleEnd, temporaryFolder } from './recorder.ts';

/** A reader of RFC 4180, character by character. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let k = 0; k < text.length; k++) {
    const character = text[k]!;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[k + 1] === '"') field += text[++k];
      else quoted = false;
    } else if (character === '"' && field === '') quoted = true;
    else if (character === ',' || (character === '\r' && text[k + 1] === '\n')) {
      row.push(field);
      field = '';
      if (character === '\r') {
        rows.push(row);
        row = [];
        k++;
      }
    } else field += character;
  }
  return rows;
}

test('any fields come back through a reader of RFC 4180', () => {
  const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\r', '\n', ' ', 'é') });
  const rows = fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { maxLength: 5 });
  fc.assert(
    fc.property(rows, (table) => {
      expect(parse(table.map(csvRow).join(''))).toEqual(table);
    }),
  );
});

test('figures of samples, metrics, epochs and the run', async () => {
  const path = join(temporaryFolder(), 'metrics.csv');
  const script = [
    runStart(),
    event('epoch:start', { epoch: 0, samples: 2 }),
    sampleEnd(1, { spikes: 4, predicted: 1 }),
    sampleEnd(2, { spikes: 5, predicted: -1 }),
    event('metric', { name: 'rate, mean "Hz"', value: 1.5, done: 2 }),
    event('epoch:end', { epoch: 0 }),
    runEnd({ results: { accuracy: 0.5 } }),
  ];
  await play([csv({ path })], script);
  expect(readFileSync(path, 'utf8').split('\r\n')).toEqual([
    'type,done,epoch,name,value',
    'sample:end,1,0,spikes,4',
    'sample:end,1,0,label,1',
    'sample:end,1,0,predicted,1',
    'sample:end,2,0,spikes,5',
    'sample:end,2,0,label,1',
    'sample:end,2,0,predicted,-1',
    'metric,2,0,"rate, mean ""Hz""",1.5',
    'epoch:end,2,0,samples,2',
    'epoch:end,2,0,spikes,4.5',
    'epoch:end,2,0,accuracy,0.5',
    'run:end,2,0,accuracy,0.5',
    '',
  ]);
});

test('without rows for samples, and two runs under one header', async () => {
  const path = join(temporaryFolder(), 'metrics.csv');
  const run = [runStart(), sampleEnd(1), event('epoch:end', { epoch: 0 }), runEnd()];
  await play([csv({ path, samples: false })], [...run, ...run]);
  expect(parse(readFileSync(path, 'utf8')).map((row) => row[0])).toEqual(['type', ...Array(4).fill('epoch:end')]);
});

test('a folder that is not there', async () => {
  expect(await play([csv({ path: join(temporaryFolder(), 'none', 'metrics.csv') })], [runStart()])).toMatchObject([
    { observer: 'csv', code: 'N3ML_CANNOT_WRITE' },
  ]);
});

test('batches of a network without spikes are rows, and their epoch has the mean loss and the accuracy', async () => {
  const path = join(temporaryFolder(), 'metrics.csv');
  await play(
    [csv({ path })],
    [
      runStart(),
      event('epoch:start', { epoch: 0, samples: 3 }),
      event('batch:end', { epoch: 0, batch: 0, samples: 2, done: 2, total: 3, loss: 0.5, right: 1 }),
      event('batch:end', { epoch: 0, batch: 1, samples: 1, done: 3, total: 3, loss: 2, right: 1 }),
      event('epoch:end', { epoch: 0 }),
    ],
  );
  expect(parse(readFileSync(path, 'utf8'))).toEqual([
    ['type', 'done', 'epoch', 'name', 'value'],
    ['batch:end', '2', '0', 'loss', '0.5'],
    ['batch:end', '2', '0', 'right', '1'],
    ['batch:end', '3', '0', 'loss', '2'],
    ['batch:end', '3', '0', 'right', '1'],
    ['epoch:end', '3', '0', 'samples', '3'],
    ['epoch:end', '3', '0', 'loss', '1'],
    ['epoch:end', '3', '0', 'accuracy', `${2 / 3}`],
  ]);
});
