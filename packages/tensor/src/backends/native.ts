import { withOptions } from '@n3ml/core';
import { importNative, nativeAbsence } from '#host';
import { activate } from './activate.ts';
import type { Backend } from './backend.ts';

const native = (name: 'tfjs-node' | 'tfjs-node-gpu', priority: number): Backend =>
  Object.freeze({
    name,
    priority,
    install: `Install it with \`npm install @tensorflow/${name}@4.22.0\`; where its library can't be downloaded, the README of @n3ml/tensor says how to build it.`,
    absence: () => nativeAbsence(`@tensorflow/${name}`),
    async start() {
      await importNative(`@tensorflow/${name}`);
      await activate('tensorflow');
    },
  });

/** TensorFlow's own library on all cores. */
export const tfjsNode = withOptions({}, (): Backend => native('tfjs-node', 30), {
  summary: "TensorFlow's own library on all cores, where it is installed.",
});

/** TensorFlow's own library on a CUDA device. */
export const tfjsNodeGpu = withOptions({}, (): Backend => native('tfjs-node-gpu', 40), {
  summary: "TensorFlow's own library on a CUDA device, where it is installed.",
});
