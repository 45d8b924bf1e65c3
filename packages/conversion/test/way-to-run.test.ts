import { createRegistry } from '@n3ml/core';
import type { Backend } from '@n3ml/tensor';
import { expect, test } from 'vitest';
import { wayToRun } from '../src/run/way-to-run.ts';

const backend = (absence: string | undefined): Backend => ({
  name: 'tfjs-node-gpu',
  priority: 40,
  install: '',
  absence: () => absence,
  start: async () => undefined,
});
const withGpu = (absence: string | undefined) =>
  createRegistry().use({
    name: 'gpu',
    version: '1.0.0',
    api: 1,
    provides: { backend: { 'tfjs-node-gpu': () => backend(absence) } },
  });

test('auto runs spike by spike, but on tensors where a GPU is there or a backend is named', () => {
  expect(wayToRun('auto', undefined, withGpu('not installed'))).toBe('events');
  expect(wayToRun('auto', undefined, withGpu(undefined))).toBe('dense');
  expect(wayToRun('auto', 'cpu', createRegistry())).toBe('dense');
  expect(wayToRun('dense', undefined, createRegistry())).toBe('dense');
  expect(wayToRun('events', undefined, withGpu(undefined))).toBe('events');
});

test('a backend for a run that uses none is refused', () => {
  expect(() => wayToRun('events', 'wasm', createRegistry())).toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: Backend 'wasm' is for tensors, but run 'events' uses none. Leave the backend out, or ask for run 'dense'. [N3ML_BAD_OPTION]]`,
  );
});
