import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const source = join(import.meta.dirname, '../src');

it('loads no tensors for a suite that needs none: only conversion and tensor import them', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const heavy = files.filter((path) =>
    /'(@n3ml\/(tensor|conversion)|\.\/(tensor|conversion)\/.*)'/.test(readFileSync(join(source, path), 'utf8')),
  );
  expect(heavy.length).toBeGreaterThan(0);
  expect(heavy.filter((path) => !/^(tensor|conversion)[/\\]/.test(path))).toEqual([]);
});
