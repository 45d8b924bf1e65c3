import { createEventBus, createRegistry } from '@n3ml/core';
import { testObserver } from '@n3ml/testing';
import { expect, it } from 'vitest';
import plugin, { templateName } from '../src/index.ts';

// What the contract of every observer promises: it lives through every event and through runs that break off, and changes no payload.
testObserver('template-scope/template-name', () => templateName({ every: 1, write: () => {} }));

it('writes means that were worked out by hand', async () => {
  const lines: string[] = [];
  const bus = createEventBus();
  bus.attach(templateName({ every: 2, write: (line) => lines.push(line) }));
  const sampleEnd = bus.channel('sample:end');
  for (const [sample, spikes] of [10, 15, 0, 0, 7].entries()) {
    sampleEnd.emit({ epoch: 0, sample, done: sample + 1, total: 5, spikes, label: 0, predicted: -1 });
  }
  await bus.close();
  expect(lines).toEqual(['2 samples: 12.5 spikes a sample\n', '4 samples: 0 spikes a sample\n']);
});

it('is in the plugin, with its options', () => {
  const registry = createRegistry().use(plugin);
  expect(registry.resolve('observer', 'template-scope/template-name').name).toBe('template-scope/template-name');
  expect(() => registry.resolve('observer', 'template-scope/template-name', { every: 0 })).toThrow("Option 'every'");
});
