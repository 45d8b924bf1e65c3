import { N3mlError, type Topology } from '@n3ml/core';
import type { PopulationPlan } from './plan.ts';

/** A topology whose windows slide over a sheet. */
export type WindowTopology = Extract<Topology, { kind: 'conv2d' | 'depthwise-conv2d' | 'pool2d' }>;

const sheet = (shape: readonly number[]): string => `${shape.join(' x ')} (height x width x channels)`;

/** @throws N3mlError where a window makes no sense, or its sheets are not those of the populations */
export function checkWindow(name: string, topology: WindowTopology, pre: PopulationPlan, post: PopulationPlan): void {
  const { kind, input, output, size, strides, padding } = topology;
  const refuse = (message: string): never => {
    throw new N3mlError('N3ML_BAD_WINDOW', `Connection '${name}' is ${kind}: ${message}`, { details: { connection: name } });
  };
  const whole = { input, output, size, strides, padding };
  for (const [field, values] of Object.entries(whole)) {
    const least = field === 'padding' ? 0 : 1;
    if (!values.every((value) => Number.isInteger(value) && value >= least))
      refuse(`'${field}' is [${values.join(', ')}]; give whole numbers of at least ${least}.`);
  }
  for (const [field, shape, population] of [['input', input, pre] as const, ['output', output, post] as const]) {
    const product = shape.reduce((a, b) => a * b);
    if (product !== population.size) {
      throw new N3mlError(
        'N3ML_SIZE_MISMATCH',
        `Connection '${name}' is ${kind}: its ${field} of ${sheet(shape)} has ${product} neurons, but '${population.name}' has ${population.size}.`,
        { details: { connection: name, population: population.name, given: product, expected: population.size } },
      );
    }
  }
  for (const [axis, k] of [['height', 0] as const, ['width', 1] as const]) {
    const last = (output[k] - 1) * strides[k] - padding[k];
    if (padding[k] >= size[k]) refuse(`with a padding of ${padding[k]}, its first window of ${axis} ${size[k]} lies outside of the sheet.`);
    if (last >= input[k])
      refuse(`the last of ${output[k]} windows along the ${axis} starts at ${last}, outside of the sheet of ${input[k]}.`);
  }
  if (kind === 'pool2d' && input[2] !== output[2])
    refuse(`pooling keeps the channels, but the input has ${input[2]} and the output ${output[2]}.`);
  if (kind === 'depthwise-conv2d' && output[2] % input[2] !== 0)
    refuse(`its ${output[2]} output channels have to be a multiple of its ${input[2]} input channels.`);
}
