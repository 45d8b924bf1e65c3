import { expect, it } from 'vitest';
import { openBackend, tf } from '../src/index.ts';

it('keeps its kernels where another copy of a backend brings the stock ones again', async () => {
  const kernels = () => ['cpu', 'wasm'].map((backend) => tf.getKernel('AvgPoolGrad', backend).kernelFunc);
  const open = async () => {
    for (const backend of ['cpu', 'wasm']) await openBackend({ backend });
  };
  await open();
  const before = kernels();
  for (const backendName of ['cpu', 'wasm']) {
    tf.unregisterKernel('AvgPoolGrad', backendName);
    tf.registerKernel({ kernelName: 'AvgPoolGrad', backendName, kernelFunc: () => [] });
  }
  await open();
  expect(kernels()).toEqual(before);
});
