import { createRegistry } from '@n3ml/core';
import tensor from '@n3ml/tensor';
import { testBackend } from '../src/tensor/index.ts';

const registry = createRegistry().use(tensor);

for (const name of registry.names('backend')) {
  testBackend(name, () => registry.resolve('backend', name), { explicitPadding: !name.startsWith('tfjs-node') });
}
