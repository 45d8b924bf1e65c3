import { withOptions } from '@n3ml/core';
import { registerCpuKernels } from '../kernels/register.ts';
import { activate } from './activate.ts';
import type { Backend } from './backend.ts';

/** Plain JavaScript: always there, the reference for the others, too slow to train a convolutional network. */
export const cpu = withOptions(
  {},
  (): Backend =>
    Object.freeze({
      name: 'cpu',
      priority: 10,
      install: 'It comes with @n3ml/tensor.',
      absence: () => undefined,
      async start() {
        await import('@tensorflow/tfjs-backend-cpu');
        registerCpuKernels();
        await activate('cpu');
      },
    }),
  { summary: 'Plain JavaScript: always there, the reference for the others, too slow to train a convolutional network.' },
);
