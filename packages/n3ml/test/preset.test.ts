import { createEventBus, type Dataset } from '@n3ml/core';
import { expect, expectTypeOf, test } from 'vitest';
import { createN3ml, plugins } from '../src/index.ts';

test('the example of the README, smaller', async () => {
  const registry = createN3ml();
  const bus = createEventBus();
  const digits = registry.create('dataset', 'synthetic-digits', { train: 30, test: 10 });
  const model = registry.create('model', 'diehl-cook-2015', { neurons: 8, steps: 50 });
  expectTypeOf(digits).toEqualTypeOf<Dataset>();
  const trained = await model.train(digits.train, { registry, bus });
  const assigned = await model.assign(trained.checkpoint, digits.train, { registry, bus });
  const { results } = await model.infer(assigned.checkpoint, digits.test, { registry, bus });
  await bus.close();
  expect(results).toMatchObject({ samples: 10 });
});

test('each call makes a registry of its own, with every plugin', () => {
  const [a, b] = [createN3ml(), createN3ml()];
  expect(a).not.toBe(b);
  expect(a.plugins).toEqual(plugins);
  for (const kind of ['neuron', 'encoder', 'learningRule', 'model', 'dataset', 'executor', 'observer'] as const)
    expect(a.names(kind)).not.toEqual([]);
});
