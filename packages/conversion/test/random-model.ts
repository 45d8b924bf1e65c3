import type { RandomStream } from '@n3ml/core';
import { tf } from '@n3ml/tensor';

type Symbol = tf.SymbolicTensor;

/** Gives every weight of the model, moving statistics too, a random value. */
export function randomizeWeights(model: tf.LayersModel, random: RandomStream): void {
  tf.tidy(() => {
    for (const layer of model.layers) {
      for (const weight of layer.weights) {
        const name = weight.originalName;
        const size = weight.shape.reduce<number>((a, b) => a * b!, 1);
        const fanIn = /kernel/.test(name) ? size / weight.shape.at(-1)! : 1;
        const draw = /variance|gamma/.test(name)
          ? () => 0.3 + 2 * random.uniform()
          : /kernel/.test(name)
            ? () => random.normal() * Math.sqrt(2 / fanIn)
            : () => 0.5 * random.normal();
        weight.write(
          tf.tensor(
            Array.from({ length: size }, draw),
            weight.shape.map((length) => length!),
          ),
        );
      }
    }
  });
}

/**
 * A random functional model: convolutions with and without bias, batch normalization and ReLU of their own, depthwise ones, residual blocks, pools before and
 * after the ReLU, zero padding and dropout; then dense layers.
 *
 * @param options.square square windows only
 */
export function randomModel(random: RandomStream, { square = false }: { square?: boolean } = {}): tf.LayersModel {
  const { layers } = tf;
  const chance = (p: number) => random.uniform() < p;
  const pick = <T>(...choices: T[]): T => choices[random.integer(choices.length)]!;
  const apply = (layer: tf.layers.Layer, ...inputs: Symbol[]) => layer.apply(inputs.length === 1 ? inputs[0]! : inputs) as Symbol;
  const pair = (from: number, count: number): [number, number] => [from + random.integer(count), from + random.integer(count)];
  const sides = (from: number, count: number): [number, number] => {
    const [height, width] = pair(from, count);
    return square ? [height, height] : [height, width];
  };
  const window = () => ({ kernelSize: sides(1, 3), strides: sides(1, 2), padding: pick('same' as const, 'valid' as const) });
  const fits = (x: Symbol, [height, width]: readonly number[]) => x.shape[1]! >= height! && x.shape[2]! >= width!;

  const normalize = (x: Symbol) => apply(layers.batchNormalization({ scale: chance(0.8), center: chance(0.8) }), x);
  const relu = (x: Symbol) => apply(chance(0.5) ? layers.reLU() : layers.activation({ activation: 'relu' }), x);

  const input = tf.input({ shape: [4 + random.integer(6), 4 + random.integer(6), 1 + random.integer(3)] });
  let x: Symbol = input;
  if (chance(0.2)) x = normalize(x);
  const first = x;
  for (let depth = 1 + random.integer(4); depth > 0; depth--) {
    const useBias = chance(0.5);
    const kind = pick('conv', 'conv', 'conv', 'depthwise', 'residual', 'average', 'max');
    const options = window();
    if (!fits(x, options.kernelSize)) break;
    const poolSize = options.kernelSize;
    if (x === first && first !== input) {
      x = relu(apply(layers.conv2d({ ...options, filters: 3, useBias, padding: 'valid' }), x));
    } else if (kind === 'average' && x !== input) {
      x = apply(layers.averagePooling2d({ poolSize, strides: options.strides, padding: options.padding }), x);
    } else if (kind === 'max' && x !== input) {
      x = apply(layers.maxPooling2d({ poolSize, strides: options.strides, padding: options.padding }), x);
    } else if (kind === 'residual' && x !== input) {
      const filters = chance(0.5) ? x.shape[3]! : 1 + random.integer(4);
      const strides = filters === x.shape[3] ? ([1, 1] as [number, number]) : options.strides;
      let branch = apply(layers.conv2d({ filters, kernelSize: 3, strides, padding: 'same', useBias }), x);
      if (chance(0.5)) branch = normalize(branch);
      branch = apply(layers.conv2d({ filters, kernelSize: 3, padding: 'same', useBias: chance(0.5) }), relu(branch));
      if (chance(0.5)) branch = normalize(branch);
      let shortcut = x;
      if (filters !== x.shape[3]) {
        shortcut = apply(layers.conv2d({ filters, kernelSize: 1, strides, padding: 'same', useBias: chance(0.5) }), x);
        if (chance(0.5)) shortcut = normalize(shortcut);
      }
      x = relu(apply(layers.add(), branch, shortcut));
    } else {
      if (chance(0.3)) {
        const zeros: [[number, number], [number, number]] = [pair(0, 2), pair(0, 2)];
        x = apply(layers.zeroPadding2d({ padding: zeros }), x);
      }
      const activation = chance(0.4) ? 'relu' : 'linear';
      x = apply(
        kind === 'depthwise'
          ? layers.depthwiseConv2d({ ...options, strides: options.strides[0], depthMultiplier: pick(1, 2), useBias, activation })
          : layers.conv2d({ ...options, filters: 1 + random.integer(5), useBias, activation }),
        x,
      );
      if (activation === 'linear') {
        if (chance(0.5)) x = normalize(x);
        x = chance(0.2) && fits(x, [2, 2]) ? relu(apply(layers.maxPooling2d({ poolSize: 2 }), x)) : relu(x);
      }
    }
    if (chance(0.2)) x = apply(layers.dropout({ rate: 0.5 }), x);
  }
  if (x === input || x === first) x = apply(layers.conv2d({ filters: 2, kernelSize: 2, activation: 'relu' }), x);
  if (chance(0.2)) x = normalize(x);
  const kind = pick('flatten', 'average', 'max');
  if (kind !== 'flatten' && x.sourceLayer.getClassName() === 'BatchNormalization')
    x = apply(layers.conv2d({ filters: 2, kernelSize: 1, activation: 'relu' }), x);
  if (kind === 'flatten') x = apply(layers.flatten(), x);
  else x = apply(kind === 'average' ? layers.globalAveragePooling2d({}) : layers.globalMaxPooling2d({}), x);
  if (chance(0.5)) x = apply(layers.dense({ units: 2 + random.integer(5), activation: 'relu', useBias: chance(0.5) }), x);
  x = apply(layers.dense({ units: 2 + random.integer(4), useBias: chance(0.5) }), x);
  const model = tf.model({ inputs: input, outputs: x });
  randomizeWeights(model, random);
  return model;
}
