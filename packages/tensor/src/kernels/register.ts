import { getKernel, type KernelConfig, type KernelFunc, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { batchMatMul } from './batch-mat-mul.ts';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2dBackpropInput } from './conv2d-backprop-input.ts';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise-backprop.ts';
import { cast, identity } from './identity.ts';
import { avgPoolGrad, maxPoolGrad, wasmAvgPoolGrad } from './pool-grad.ts';

const ours = new WeakSet<KernelFunc>();

/**
 * Puts a kernel in the place of the stock one, whose set-up stays, or where there is none. Done at every start of a backend, for a native package
 * may bring copies of the other backends with it, whose kernels take the place of those that were there.
 */
// biome-ignore lint/suspicious/noExplicitAny: tfjs knows the inputs and attributes of a kernel by its name only
function register(backendName: string, kernelName: string, replace: (stock: any) => unknown): void {
  const stock: KernelConfig | undefined = getKernel(kernelName, backendName);
  if (stock && ours.has(stock.kernelFunc)) return;
  if (stock) unregisterKernel(kernelName, backendName);
  const kernelFunc = replace(stock?.kernelFunc) as KernelFunc;
  ours.add(kernelFunc);
  registerKernel({ ...stock, kernelName, backendName, kernelFunc });
}

/** Mends the gradient of the cpu backend that is wrong. */
export function registerCpuKernels(): void {
  register('cpu', 'AvgPoolGrad', () => avgPoolGrad);
}

/** Adds the kernels that training a convolutional network needs and the wasm backend lacks, has wrong or is slow at. */
export function registerWasmKernels(): void {
  register('wasm', 'AvgPoolGrad', () => wasmAvgPoolGrad);
  register('wasm', 'BatchMatMul', batchMatMul);
  register('wasm', 'Cast', cast);
  register('wasm', 'Conv2DBackpropFilter', () => conv2dBackpropFilter);
  register('wasm', 'Conv2DBackpropInput', () => conv2dBackpropInput);
  register('wasm', 'DepthwiseConv2dNativeBackpropFilter', () => depthwiseBackpropFilter);
  register('wasm', 'DepthwiseConv2dNativeBackpropInput', () => depthwiseBackpropInput);
  register('wasm', 'Identity', () => identity);
  register('wasm', 'MaxPoolGrad', () => maxPoolGrad);
}
