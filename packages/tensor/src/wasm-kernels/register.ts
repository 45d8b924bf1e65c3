import { getKernel, type KernelConfig, type KernelFunc, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { batchMatMul } from './batch-mat-mul.ts';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2dBackpropInput } from './conv2d-backprop-input.ts';

/** Puts a kernel in the place of the stock one, whose set-up stays, or where there is none. */
// biome-ignore lint/suspicious/noExplicitAny: tfjs knows the inputs and attributes of a kernel by its name only
function register(kernelName: string, replace: (stock: any) => unknown): void {
  const stock: KernelConfig | undefined = getKernel(kernelName, 'wasm');
  if (stock) unregisterKernel(kernelName, 'wasm');
  registerKernel({ ...stock, kernelName, backendName: 'wasm', kernelFunc: replace(stock?.kernelFunc) as KernelFunc });
}

let registered = false;

/** Adds the kernels that training a convolutional network needs and the wasm backend lacks or is slow at. */
export function registerWasmKernels(): void {
  if (registered) return;
  registered = true;
  register('BatchMatMul', batchMatMul);
  register('Conv2DBackpropFilter', () => conv2dBackpropFilter);
  register('Conv2DBackpropInput', () => conv2dBackpropInput);
}
