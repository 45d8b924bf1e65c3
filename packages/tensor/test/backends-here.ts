import { createRegistry } from '@n3ml/core';
import tensor from '../src/index.ts';

const registry = createRegistry().use(tensor);

/** Every backend, and for one that can't be tested here the reason. */
export const backendsHere = registry.names('backend').map((name) => ({ name, absence: registry.resolve('backend', name).absence() }));
