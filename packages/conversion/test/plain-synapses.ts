import type { SpikingSynapses } from '../src/spiking-network.ts';
import type { SlidingWindow, Synapses } from '../src/synapses.ts';

type Shape = readonly number[];
const sheetOf = (shape: Shape): [number, number, number] => (shape.length === 3 ? [shape[0]!, shape[1]!, shape[2]!] : [1, 1, shape[0]!]);

/** Calls `visit` with every place of the sheet under every window: indices of places, not of values. */
function slide(
  window: SlidingWindow,
  input: Shape,
  output: Shape,
  visit: (from: number, to: number, row: number, column: number) => void,
): void {
  const [height, width] = sheetOf(input);
  const [outHeight, outWidth] = sheetOf(output);
  for (let y = 0; y < outHeight; y++)
    for (let x = 0; x < outWidth; x++)
      for (let row = 0; row < window.size[0]; row++)
        for (let column = 0; column < window.size[1]; column++) {
          const fromY = y * window.strides[0] - window.padding[0] + row;
          const fromX = x * window.strides[1] - window.padding[2] + column;
          if (fromY >= 0 && fromY < height && fromX >= 0 && fromX < width) visit(fromY * width + fromX, y * outWidth + x, row, column);
        }
}

/**
 * What one sample gives through synapses, by loops in double precision that share nothing with the sources.
 * `magnitude` takes the absolute value of every weight and input: the size of the sum before anything cancels.
 */
export function plainSynapses(
  synapses: Synapses | SpikingSynapses,
  values: ArrayLike<number>,
  input: Shape,
  output: Shape,
  { magnitude = false }: { magnitude?: boolean } = {},
): Float64Array {
  const result = new Float64Array(output.reduce((a, b) => a * b, 1));
  const channels = sheetOf(input)[2];
  const outputs = sheetOf(output)[2];
  const add = (to: number, value: number) => {
    result[to]! += magnitude ? Math.abs(value) : value;
  };
  switch (synapses.op) {
    case 'dense':
      for (let i = 0; i < values.length; i++)
        for (let j = 0; j < result.length; j++) add(j, values[i]! * synapses.weights[i * result.length + j]!);
      break;
    case 'conv2d':
      slide(synapses, input, output, (from, to, row, column) => {
        for (let i = 0; i < channels; i++)
          for (let j = 0; j < outputs; j++)
            add(
              to * outputs + j,
              values[from * channels + i]! * synapses.weights[((row * synapses.size[1] + column) * channels + i) * outputs + j]!,
            );
      });
      break;
    case 'depthwise-conv2d':
      slide(synapses, input, output, (from, to, row, column) => {
        const multiplier = outputs / channels;
        for (let j = 0; j < outputs; j++) {
          const i = Math.floor(j / multiplier);
          add(
            to * outputs + j,
            values[from * channels + i]! *
              synapses.weights[((row * synapses.size[1] + column) * channels + i) * multiplier + (j % multiplier)]!,
          );
        }
      });
      break;
    case 'sum-pool':
      slide(synapses, input, output, (from, to) => {
        for (let i = 0; i < channels; i++) add(to * channels + i, values[from * channels + i]! * synapses.weight);
      });
      break;
    case 'average-pool': {
      const counts = new Float64Array(result.length);
      slide(synapses, input, output, (from, to) => {
        for (let i = 0; i < channels; i++) {
          add(to * channels + i, values[from * channels + i]!);
          counts[to * channels + i]!++;
        }
      });
      for (let j = 0; j < result.length; j++) result[j]! /= counts[j]!;
      break;
    }
    case 'max-pool':
      result.fill(-Infinity);
      slide(synapses, input, output, (from, to) => {
        for (let i = 0; i < channels; i++) result[to * channels + i] = Math.max(result[to * channels + i]!, values[from * channels + i]!);
      });
      break;
    case 'identity': {
      const weights: ArrayLike<number> = 'weights' in synapses ? synapses.weights : [1];
      for (let i = 0; i < values.length; i++) add(i, values[i]! * weights[i % weights.length]!);
    }
  }
  return result;
}
