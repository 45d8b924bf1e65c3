import { setBackend } from '@tensorflow/tfjs-core';

/** Makes a backend that tfjs knows the one of every tensor from here on; tfjs only warns where that fails. */
export async function activate(name: string): Promise<void> {
  if (!(await setBackend(name))) throw new Error('tfjs could not initialize it');
}
