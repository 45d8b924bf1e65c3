import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csv, jsonl, learningCurve, progress, raster, weightImage } from '@n3ml/observers';
import { afterAll } from 'vitest';
import { testObserver } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'n3ml-observers-'));
afterAll(() => rmSync(folder, { recursive: true }));

testObserver('csv', () => csv({ path: join(folder, 'metrics.csv') }));
testObserver('jsonl', () => jsonl({ path: join(folder, 'events.jsonl'), types: 'run:start,spikes,weights,state,metric,progress' }));
testObserver('learning-curve', () => learningCurve({ path: join(folder, 'learning-curve.svg') }));
testObserver('progress', () => progress({ stream: { write: () => true } }));
testObserver('raster', () => raster({ path: join(folder, 'raster.svg') }));
testObserver('weight-image', () => weightImage({ path: join(folder, 'weights.png'), every: 2 }));
