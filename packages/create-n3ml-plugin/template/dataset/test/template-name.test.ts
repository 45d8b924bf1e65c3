import { createRegistry } from '@n3ml/core';
import { testDataset } from '@n3ml/testing';
import { describe, expect, it } from 'vitest';
import plugin, { templateName } from '../src/index.ts';

// What the contract of every dataset promises: counts, shapes, values and labels fit together, and loading it again gives the same.
testDataset('template-scope/template-name', () => templateName({ train: 64, test: 32 }));

describe('the images of template-scope/template-name', () => {
  it('without noise are one bar each, worked out by hand', () => {
    const { train } = templateName({ train: 16, noise: 0 });
    const lit = (sample: number): number[] =>
      [...train.values.subarray(64 * sample, 64 * (sample + 1)).keys()].filter((pixel) => train.values[64 * sample + pixel] === 255);
    expect(lit(2)).toEqual([16, 17, 18, 19, 20, 21, 22, 23]);
    expect(lit(9)).toEqual([1, 9, 17, 25, 33, 41, 49, 57]);
  });

  it('have as much noise as was asked for', () => {
    const [clean, noisy] = [0, 0.1].map((noise) => templateName({ train: 1000, noise }).train.values);
    const turned = clean!.filter((value, k) => value !== noisy![k]).length;
    // 64000 pixels: the share is within 5 standard deviations, 5 sqrt(0.1 * 0.9 / 64000).
    expect(turned / 64_000).toBeCloseTo(0.1, 2);
  });

  it('are others for another seed', () => {
    expect(templateName({ seed: 1 }).train.values).not.toEqual(templateName({ seed: 2 }).train.values);
  });
});

it('is in the plugin, with its options', async () => {
  const registry = createRegistry().use(plugin);
  expect((await registry.resolve('dataset', 'template-scope/template-name', { train: 20 })).train.count).toBe(20);
  expect(() => registry.resolve('dataset', 'template-scope/template-name', { train: 1 })).toThrow("Option 'train'");
});
