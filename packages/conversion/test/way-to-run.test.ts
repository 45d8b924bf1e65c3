import { createRegistry } from '@n3ml/core';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import type { Backend } from '@n3ml/tensor';
import { expect, test } from 'vitest';
import { denseRunner } from '../src/run/dense.ts';
import { eventRunner } from '../src/run/event-driven.ts';
import { wayToRun } from '../src/run/way-to-run.ts';
import type { SpikingNetwork } from '../src/spiking-network.ts';

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

test('the maximum over spikes with a sign, or over currents, is refused by both runs', async () => {
  const network: SpikingNetwork = {
    input: [2, 2, 1],
    encoding: 'signed-bernoulli',
    inputScale: 1,
    layers: [
      {
        name: 'pool1',
        kind: 'max-pool',
        shape: [1, 1, 1],
        inputs: [{ from: 'input', synapses: { op: 'max-pool', size: [2, 2], strides: [2, 2], padding: [0, 0, 0, 0] } }],
        lambda: Float32Array.of(1),
        gridBits: 8,
      },
    ],
    resetBy: 'zero',
    initialPotential: 0,
  };
  expect(() => denseRunner(network)).toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: Layer 'pool1' takes the maximum over the input, which has no meaning for the encoding 'signed-bernoulli'. Convert the network with the encoding 'bernoulli'. [N3ML_BAD_NETWORK]]`,
  );
  const registry = createRegistry().use(encoders, engine, neurons);
  await expect(eventRunner({ ...network, encoding: 'current' }, { registry })).rejects.toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: Layer 'pool1' takes the maximum over the input, which has no meaning for the encoding 'current'. Convert the network with the encoding 'bernoulli'. [N3ML_BAD_NETWORK]]`,
  );
});
