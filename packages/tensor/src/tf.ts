import { enableProdMode } from '@tensorflow/tfjs-core';

// No banner about faster backends: openBackend says in one line what was taken and why.
enableProdMode();

export * from '@tensorflow/tfjs-core';
// Its import registers the gradients too, which tfjs-core's bundle for Node lacks.
export * from '@tensorflow/tfjs-layers';
