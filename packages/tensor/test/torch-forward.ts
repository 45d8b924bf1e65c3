import { randomStream, type Tensor, type Tensors } from '@n3ml/core';

/** Numbers drawn from a seed, rounded to float32. */
export function drawn(shape: readonly number[], ...key: readonly (string | number)[]): Tensor {
  const random = randomStream(...key);
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, data: Float32Array.from({ length: size }, () => random.normal()) };
}

/** Positive numbers around 1. */
export const drawnPositive = (shape: readonly number[], ...key: readonly (string | number)[]): Tensor => {
  const { data } = drawn(shape, ...key);
  return { shape, data: (data as Float32Array).map((value) => Math.exp(0.3 * value)) };
};

/** A map as PyTorch has it: channel by channel. */
interface TorchMap {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  at(c: number, y: number, x: number): number;
}

const mapOf = (channels: number, height: number, width: number, value: (c: number, y: number, x: number) => number): TorchMap => {
  const values = Array.from({ length: channels * height * width }, (_, k) =>
    value(Math.floor(k / (height * width)), Math.floor(k / width) % height, k % width),
  );
  return { channels, height, width, at: (c, y, x) => values[(c * height + y) * width + x]! };
};

/** torch.nn.functional.conv2d without padding; `groups` input channels are either all or one per filter. */
function conv2d(input: TorchMap, { shape, data }: Tensor, bias?: Tensor): TorchMap {
  const [outputs, perGroup, kh, kw] = shape as [number, number, number, number];
  const groups = input.channels / perGroup;
  const outputsPerGroup = outputs / groups;
  return mapOf(outputs, input.height - kh + 1, input.width - kw + 1, (o, y, x) => {
    let sum = bias?.data[o] ?? 0;
    for (let i = 0; i < perGroup; i++) {
      const channel = Math.floor(o / outputsPerGroup) * perGroup + i;
      for (let a = 0; a < kh; a++)
        for (let b = 0; b < kw; b++) sum += data[((o * perGroup + i) * kh + a) * kw + b]! * input.at(channel, y + a, x + b);
    }
    return sum;
  });
}

const relu = (input: TorchMap): TorchMap => mapOf(input.channels, input.height, input.width, (c, y, x) => Math.max(0, input.at(c, y, x)));

const batchNorm = (input: TorchMap, tensors: Tensors, name: string, epsilon: number): TorchMap =>
  mapOf(input.channels, input.height, input.width, (c, y, x) => {
    const read = (role: string): number => tensors[`${name}.${role}`]!.data[c]!;
    return ((input.at(c, y, x) - read('running_mean')) / Math.sqrt(read('running_var') + epsilon)) * read('weight') + read('bias');
  });

/** x W^T + b */
const linear = (x: readonly number[], { shape, data }: Tensor, bias?: Tensor): readonly number[] =>
  Array.from({ length: shape[0]! }, (_, o) => x.reduce((sum, value, i) => sum + value * data[o * shape[1]! + i]!, bias?.data[o] ?? 0));

const flatten = (input: TorchMap): readonly number[] =>
  Array.from({ length: input.channels * input.height * input.width }, (_, k) =>
    input.at(Math.floor(k / (input.height * input.width)), Math.floor(k / input.width) % input.height, k % input.width),
  );

/**
 * conv - norm - ReLU - depthwise conv - ReLU - flatten - linear - ReLU - linear, in plain loops over PyTorch's order.
 *
 * @param input [samples, channels, height, width]
 */
export function torchForward(tensors: Tensors, { shape, data }: Tensor): Tensor {
  const [samples, channels, height, width] = shape as [number, number, number, number];
  const outputs = Array.from({ length: samples }, (_, n) => {
    const image = mapOf(channels, height, width, (c, y, x) => data[((n * channels + c) * height + y) * width + x]!);
    const first = relu(batchNorm(conv2d(image, tensors['features.0.weight']!), tensors, 'features.1', 1e-3));
    const second = relu(conv2d(first, tensors['features.3.weight']!, tensors['features.3.bias']));
    const hidden = linear(flatten(second), tensors['features.10.weight']!, tensors['features.10.bias']).map((value) => Math.max(0, value));
    return linear(hidden, tensors['fc.weight']!);
  });
  return { shape: [samples, outputs[0]!.length], data: Float32Array.from(outputs.flat()) };
}
