import { getKernel, type KernelConfig, type KernelFunc, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { batchMatMul } from './batch-mat-mul.ts';
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts';
import { conv2dBackpropInput } from './conv2d-backprop-input.ts';
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwise-backprop.ts';
import { avgPoolGrad, maxPoolGrad } from './pool-grad.ts';

/** Puts a kernel in the place of the stock one, whose set-up stays, or where there is none. */
// biome-ignore lint/suspicious/noExplicitAny: tfjs knows the inputs and attributes of a kernel by its name only
function register(backendName: string, kernelName: string, replace: (stock: any) => unknown): void {
  const stock: KernelConfig | undefined = getKernel(kernelName, backendName);
  if (stock) unregisterKernel(kernelName, backendName);
  registerKernel({ ...stock, kernelName, backendName, kernelFunc: replace(stock?.kernelFunc) as KernelFunc });
}

const once = (action: () => void): (() => void) => {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
};

/** Mends the kernel of the cpu backend whose gradient is wrong. */
export const registerCpuKernels = once(() => register('cpu', 'AvgPoolGrad', () => avgPoolGrad));

/** Adds the kernels that training a convolutional network needs and the wasm backend lacks, has wrong or is slow at. */
export const registerWasmKernels = once(() => {
  register('wasm', 'AvgPoolGrad', () => avgPoolGrad);
  register('wasm', 'BatchMatMul', batchMatMul);
  register('wasm', 'Conv2DBackpropFilter', () => conv2dBackpropFilter);
  register('wasm', 'Conv2DBackpropInput', () => conv2dBackpropInput);
  register('wasm', 'DepthwiseConv2dNativeBackpropFilter', () => depthwiseBackpropFilter);
  register('wasm', 'DepthwiseConv2dNativeBackpropInput', () => depthwiseBackpropInput);
  register('wasm', 'MaxPoolGrad', () => maxPoolGrad);
});
