import { createRegistry } from '@n3ml/core';
import { expect, test } from 'vitest';
import observers, { raster, weightImage } from '../src/index.ts';

test('a registry makes every observer by name, checks its options, and types them', () => {
  const registry = createRegistry().use(observers);
  const names = ['csv', 'jsonl', 'learning-curve', 'progress', 'prometheus', 'raster', 'tensorboard', 'weight-image'] as const;
  expect(registry.names('observer')).toEqual(names);
  for (const name of names) expect(registry.resolve('observer', name).name).toBe(name);
  expect(registry.create('observer', 'weight-image', { colours: 'viridis' }).name).toBe('weight-image');
  expect(() => registry.resolve('observer', 'weight-image', { colours: 'jet' })).toThrow('N3ML_BAD_OPTION');
  expect(() => registry.resolve('observer', 'jsonl', { pth: 'x' })).toThrow("Did you mean 'path'?");
  // @ts-expect-error: no such option
  registry.create('observer', 'csv', { colour: 'red' });
});

test('observers that take no stream check their options in a direct call too', () => {
  expect(() => raster({ samples: 0 })).toThrow(
    "Option 'samples' of observer 'raster' is 0; give a whole number of at least 1. [N3ML_BAD_OPTION]",
  );
  expect(() => weightImage({ every: 0.5 })).toThrow("Option 'every' of observer 'weight-image' is 0.5");
});
