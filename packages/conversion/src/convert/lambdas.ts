import { N3mlError, suggest } from '@n3ml/core';
import { type AnalogNetwork, INPUT } from '../analog-network.ts';
import type { Lambdas } from '../balancer.ts';

/** What balancing has to give: all layers but max pooling. */
export const balancedLayers = ({ layers }: AnalogNetwork) => layers.filter(({ kind }) => kind !== 'max-pool');

/**
 * Checks what a balancer has found.
 *
 * @throws N3mlError N3ML_DEAD_LAYER where a lambda is 0, negative, NaN or infinite
 * @throws N3mlError N3ML_BAD_LAMBDA where one is missing, is of no layer, or has another length than 1 or the number of channels
 */
export function checkLambdas(network: AnalogNetwork, lambdas: Lambdas): void {
  const layers = balancedLayers(network);
  const names = layers.map(({ name }) => name);
  for (const name of Object.keys(lambdas)) {
    if (!names.includes(name)) throw new N3mlError('N3ML_BAD_LAMBDA', `A lambda was given for '${name}'. ${suggest(name, names)}`);
  }
  for (const { name, shape } of layers) {
    const lambda = Object.hasOwn(lambdas, name) ? lambdas[name] : undefined;
    const channels = shape.at(-1)!;
    if (!lambda || (lambda.length !== 1 && lambda.length !== channels)) {
      const found = lambda ? `${lambda.length} lambdas` : 'no lambda';
      const message = `Layer '${name}' has ${found}; give 1, or ${channels}, one for each channel.`;
      throw new N3mlError('N3ML_BAD_LAMBDA', message, { details: { layer: name } });
    }
    const dead = lambda.findIndex((value) => !(value > 0 && value < Number.POSITIVE_INFINITY));
    if (dead >= 0) {
      const where = lambda.length > 1 ? ` for channel ${dead}` : '';
      throw new N3mlError(
        'N3ML_DEAD_LAYER',
        `The lambda of layer '${name}' is ${lambda[dead]}${where}; it has to be a finite number above 0. The layer never responds, or its weights are broken: balance on more samples, or train the network again.`,
        { details: { layer: name, lambda: lambda[dead], channel: dead } },
      );
    }
  }
}

/** The lambda of every layer and of the input; max pooling passes on those that it gets. */
export function allLambdas({ layers }: AnalogNetwork, lambdas: Lambdas, inputScale: number): ReadonlyMap<string, Float32Array> {
  const all = new Map<string, Float32Array>([[INPUT, Float32Array.of(inputScale)]]);
  for (const { name, kind, inputs } of layers) all.set(name, kind === 'max-pool' ? all.get(inputs[0]!.from)! : lambdas[name]!);
  return all;
}
