import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Observer } from '@n3ml/core';
import { csv, jsonl, learningCurve, progress, raster, weightImage } from '@n3ml/observers';
import { afterAll } from 'vitest';
import { testObserver } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'n3ml-observers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The suite of an observer that writes the file whose path it is given. */
const testWriter = (name: string, file: string, make: (path: string) => Observer): void => {
  const path = join(folder, file);
  testObserver(name, () => make(path), { output: () => readFileSync(path) });
};
const types = 'run:start,spikes,weights,state,metric,progress';
testWriter('csv', 'metrics.csv', (path) => csv({ path }));
testWriter('jsonl', 'events.jsonl', (path) => jsonl({ path, types }));
testWriter('learning-curve', 'learning-curve.svg', (path) => learningCurve({ path }));
testWriter('raster', 'raster.svg', (path) => raster({ path }));
testWriter('weight-image', 'weights.png', (path) => weightImage({ path, every: 2 }));
testObserver('progress', () => progress({ stream: { write: () => true } }));
