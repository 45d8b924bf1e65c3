import { randomStream } from '@n3ml/core';
import { openBackend } from '@n3ml/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AnalogLayer, AnalogNetwork } from '../src/analog-network.ts';
import { convert } from '../src/convert/convert.ts';
import { shapesOf } from '../src/forward.ts';
import { readModel } from '../src/read-model/read-model.ts';
import { checkNetwork } from '../src/saved/check-network.ts';
import type { Synapses } from '../src/synapses.ts';
import { plainSynapses } from './plain-synapses.ts';
import { randomLambdas } from './random-lambdas.ts';
import { randomModel } from './random-model.ts';

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
const code = (expected: string) => expect.objectContaining({ code: expected });

/** A random model that was read, and the spiking network for random lambdas. */
function randomConversion(seed: number) {
  const random = randomStream(seed, 'convert');
  const model = randomModel(random);
  const network = readModel(model);
  model.dispose();
  const lambdas = randomLambdas(network, random);
  const isPooledInput = network.layers.some(({ kind, inputs }) => kind === 'max-pool' && inputs[0]!.from === 'input');
  const encoding = isPooledInput ? 'bernoulli' : 'signed-bernoulli';
  const inputScale = 0.5 + random.uniform();
  const spiking = convert(network, { lambdas }, { encoding, inputScale, output: random.uniform() < 0.5 ? 'spikes' : 'membrane' });
  return { random, network, lambdas, inputScale, spiking };
}

/** The lambda of a layer, through max pooling. */
function lambdaOf(network: AnalogNetwork, lambdas: Readonly<Record<string, Float32Array>>, name: string, inputScale: number): Float32Array {
  if (name === 'input') return Float32Array.of(inputScale);
  const layer = network.layers.find((each) => each.name === name)!;
  return layer.kind === 'max-pool' ? lambdaOf(network, lambdas, layer.inputs[0]!.from, inputScale) : lambdas[name]!;
}

beforeAll(async () => {
  await openBackend({ backend: 'cpu' });
});

describe('weights', () => {
  test('times lambda are those that were trained, to half a step of the grid', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { random, network, lambdas, inputScale, spiking } = randomConversion(seed);
        const shapes = shapesOf(network);
        for (const [l, layer] of network.layers.entries()) {
          const converted = spiking.layers[l]!;
          const to = lambdaOf(network, lambdas, layer.name, inputScale);
          let analog = new Float64Array(sizeOf(layer.shape));
          let spikes = new Float64Array(sizeOf(layer.shape));
          let arriving = 1;
          for (const [k, { from, synapses }] of layer.inputs.entries()) {
            const input = shapes.get(from)!;
            const lambda = lambdaOf(network, lambdas, from, inputScale);
            const rates = Float64Array.from({ length: sizeOf(input) }, () => random.uniform());
            const activations = rates.map((rate, i) => rate * lambda[i % lambda.length]!);
            const wanted = plainSynapses(synapses, activations, input, layer.shape);
            const found = plainSynapses(converted.inputs[k]!.synapses, rates, input, layer.shape);
            analog = analog.map((value, j) => value + wanted[j]!);
            spikes = spikes.map((value, j) => value + found[j]!);
            arriving += rates.reduce((a, b) => a + b, 0);
          }
          for (let j = 0; j < analog.length; j++) {
            const wanted = analog[j]! + (layer.bias?.[j % layer.bias.length] ?? 0);
            const found = spikes[j]! + (converted.bias?.[j % converted.bias.length] ?? 0);
            const lambda = to[j % to.length]!;
            expect(Math.abs(found * lambda - wanted)).toBeLessThan(lambda * arriving * 2 ** -(converted.gridBits + 1) + 1e-9);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('add up to the same float32 in whatever order, so the network passes its own check', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { random, network, spiking } = randomConversion(seed);
        checkNetwork(spiking);
        const shapes = shapesOf(network);
        for (const layer of spiking.layers) {
          if (layer.kind === 'max-pool') continue;
          const j = random.integer(sizeOf(layer.shape));
          const terms = layer.inputs.flatMap(({ from, synapses }) => {
            const input = shapes.get(from)!;
            const size = sizeOf(input);
            return Array.from({ length: size }, (_, i) => {
              const sign = random.integer(3) - 1;
              if (sign === 0) return 0;
              const one = new Float64Array(size);
              one[i] = sign;
              return plainSynapses(synapses, one, input, layer.shape)[j]!;
            });
          });
          if (layer.bias) terms.push(layer.bias[j % layer.bias.length]!);
          const exact = terms.reduce((a, b) => a + b, 0);
          for (let order = 0; order < 4; order++) {
            const shuffled = terms.map((term) => ({ term, at: random.uniform() })).sort((a, b) => a.at - b.at);
            expect(shuffled.reduce((sum, { term }) => Math.fround(sum + Math.fround(term)), 0)).toBe(exact);
          }
        }
      }),
      { numRuns: 25 },
    );
  });
});

/** A network of one layer that pools the input, and an output of the same size. */
function pooling(window: Extract<Synapses, { op: 'average-pool' }>, input: readonly number[], shape: readonly number[]): AnalogNetwork {
  const units = sizeOf(shape);
  const weights = new Float32Array(units * units);
  for (let i = 0; i < units; i++) weights[i * units + i] = 1;
  const layers: AnalogLayer[] = [
    { name: 'pool', kind: 'relu', shape, inputs: [{ from: 'input', synapses: window }] },
    { name: 'out', kind: 'output', shape: [units], inputs: [{ from: 'pool', synapses: { op: 'dense', weights } }] },
  ];
  return { input, layers };
}

describe('average pooling', () => {
  const inside = { op: 'average-pool', size: [2, 2], strides: [2, 2], padding: [0, 0, 0, 0] } as const;

  test('is one weight where all windows and channels are alike', () => {
    const network = pooling(inside, [4, 4, 2], [2, 2, 2]);
    const { layers } = convert(network, { lambdas: { pool: Float32Array.of(2), out: Float32Array.of(1) } });
    expect(layers[0]!.inputs[0]!.synapses).toEqual({ ...inside, op: 'sum-pool', weight: 0.125 });
  });

  test('is a depthwise convolution where lambdas differ by channel', () => {
    const network = pooling(inside, [4, 4, 2], [2, 2, 2]);
    const { layers } = convert(network, { lambdas: { pool: Float32Array.of(2, 4), out: Float32Array.of(1) } });
    const weights = Float32Array.of(0.125, 0.0625, 0.125, 0.0625, 0.125, 0.0625, 0.125, 0.0625);
    expect(layers[0]!.inputs[0]!.synapses).toEqual({ ...inside, op: 'depthwise-conv2d', weights });
  });

  test('is written out where windows reach beyond the sheet', () => {
    const network = pooling({ ...inside, padding: [0, 1, 0, 0] }, [3, 2, 1], [2, 1, 1]);
    const { layers } = convert(network, { lambdas: { pool: Float32Array.of(1), out: Float32Array.of(1) } });
    const weights = Float32Array.of(0.25, 0, 0.25, 0, 0.25, 0, 0.25, 0, 0, 0.5, 0, 0.5);
    expect(layers[0]!.inputs[0]!.synapses).toEqual({ op: 'dense', weights });
  });

  test('that would be too large written out is refused by its name', () => {
    const synapses = { ...inside, padding: [0, 1, 0, 1] } as const;
    const layers: AnalogLayer[] = [{ name: 'pool', kind: 'output', shape: [50, 50, 32], inputs: [{ from: 'input', synapses }] }];
    const network: AnalogNetwork = { input: [99, 99, 32], layers };
    expect(() => convert(network, { lambdas: { pool: Float32Array.of(1) } })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Can't convert average pooling 'pool' after 'input': its windows reach beyond the sheet, and written out it has 25090560000 weights. Use padding 'valid', or a stride that divides the sheet. [N3ML_UNSUPPORTED_LAYER]]`,
    );
  });
});

/** Two inputs, a hidden layer of two and one output. */
const tiny: AnalogNetwork = {
  input: [2],
  layers: [
    {
      name: 'hidden',
      kind: 'relu',
      shape: [2],
      inputs: [{ from: 'input', synapses: { op: 'dense', weights: Float32Array.of(1, 2, 3, 4) } }],
    },
    { name: 'out', kind: 'output', shape: [1], inputs: [{ from: 'hidden', synapses: { op: 'dense', weights: Float32Array.of(1, -1) } }] },
  ],
};
const lambdas = { hidden: Float32Array.of(4), out: Float32Array.of(2) };

describe('options', () => {
  test('have defaults, and the lambdas come along', () => {
    expect(convert(tiny, { lambdas })).toEqual({
      input: [2],
      encoding: 'bernoulli',
      inputScale: 1,
      resetBy: 'subtraction',
      initialPotential: 0,
      layers: [
        {
          name: 'hidden',
          kind: 'integrate-and-fire',
          shape: [2],
          inputs: [{ from: 'input', synapses: { op: 'dense', weights: Float32Array.of(0.25, 0.5, 0.75, 1) } }],
          lambda: Float32Array.of(4),
          gridBits: 16,
        },
        {
          name: 'out',
          kind: 'integrate-and-fire',
          shape: [1],
          inputs: [{ from: 'hidden', synapses: { op: 'dense', weights: Float32Array.of(2, -2) } }],
          lambda: Float32Array.of(2),
          gridBits: 16,
        },
      ],
    });
  });

  test('undivided: a spike counts as 1 whatever it stands for', () => {
    const { layers } = convert(tiny, { lambdas, undivided: true });
    expect(layers[0]!.inputs[0]!.synapses).toEqual({ op: 'dense', weights: Float32Array.of(0.25, 0.5, 0.75, 1) });
    expect(layers[1]!.inputs[0]!.synapses).toEqual({ op: 'dense', weights: Float32Array.of(0.5, -0.5) });
  });

  test('the input is scaled by its largest value where that is no probability, and a current never', () => {
    const scale = (encoding: 'bernoulli' | 'signed-bernoulli' | 'current', largestInput?: number) =>
      convert(tiny, { lambdas, ...(largestInput !== undefined && { largestInput }) }, { encoding }).inputScale;
    expect([scale('signed-bernoulli', 2.5), scale('signed-bernoulli', 0.5), scale('signed-bernoulli')]).toEqual([2.5, 1, 1]);
    expect([scale('bernoulli', 1), scale('current', 2.5)]).toEqual([1, 1]);
    const { layers } = convert(tiny, { lambdas }, { inputScale: 2 });
    expect(layers[0]!.inputs[0]!.synapses).toEqual({ op: 'dense', weights: Float32Array.of(0.5, 1, 1.5, 2) });
  });

  test('that are wrong are named', () => {
    const tried = (options: object) => () => convert(tiny, { lambdas }, options);
    expect(tried({ encoding: 'poisson' })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'encoding' of convert is "poisson"; give one of bernoulli, signed-bernoulli, current. [N3ML_BAD_OPTION]]`,
    );
    expect(tried({ initialPotential: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'initialPotential' of convert is 1, the threshold itself; give a number below 1. [N3ML_BAD_OPTION]]`,
    );
    expect(tried({ initialPotential: -0.5 })).toThrow(code('N3ML_BAD_OPTION'));
    expect(tried({ encoding: 'current', inputScale: 2 })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Option 'inputScale' of convert is 2, but a current needs no scale; leave it out, or give another encoding. [N3ML_BAD_OPTION]]`,
    );
    expect(tried({ inputScale: 0 })).toThrow(code('N3ML_BAD_OPTION'));
    expect(tried({ resetby: 'zero' })).toThrow(code('N3ML_UNKNOWN_OPTION'));
    expect(tried({ output: 'rate' })).toThrow(code('N3ML_BAD_OPTION'));
  });

  test('max pooling of an input that is signed or a current is refused by its name', () => {
    const network: AnalogNetwork = {
      input: [2, 2, 1],
      layers: [
        {
          name: 'pool',
          kind: 'max-pool',
          shape: [1, 1, 1],
          inputs: [{ from: 'input', synapses: { op: 'max-pool', size: [2, 2], strides: [2, 2], padding: [0, 0, 0, 0] } }],
        },
        { name: 'out', kind: 'output', shape: [1], inputs: [{ from: 'pool', synapses: { op: 'dense', weights: Float32Array.of(1) } }] },
      ],
    };
    const one = { lambdas: { out: Float32Array.of(1) } };
    expect(() => convert(network, one, { encoding: 'current' })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Can't convert max pooling 'pool': it pools the input itself, which comes as 'current'. Put a convolution before it, or use the encoding 'bernoulli' with values 0..1. [N3ML_UNSUPPORTED_LAYER]]`,
    );
    expect(() => convert(network, one, { encoding: 'signed-bernoulli' })).toThrow(code('N3ML_UNSUPPORTED_LAYER'));
    expect(convert(network, one).layers[0]!.kind).toBe('max-pool');
  });
});

describe('lambdas', () => {
  test('that are dead, missing, strange or of a wrong length are named', () => {
    const tried = (changed: Record<string, Float32Array>) => () => convert(tiny, { lambdas: { ...lambdas, ...changed } });
    expect(tried({ hidden: Float32Array.of(0) })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: The lambda of layer 'hidden' is 0; it has to be a finite number above 0. The layer never responds, or its weights are broken: balance on more samples, or train the network again. [N3ML_DEAD_LAYER]]`,
    );
    expect(tried({ hidden: Float32Array.of(1, Number.NaN) })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: The lambda of layer 'hidden' is NaN for channel 1; it has to be a finite number above 0. The layer never responds, or its weights are broken: balance on more samples, or train the network again. [N3ML_DEAD_LAYER]]`,
    );
    expect(tried({ out: Float32Array.of(-1) })).toThrow(code('N3ML_DEAD_LAYER'));
    expect(tried({ out: Float32Array.of(Number.POSITIVE_INFINITY) })).toThrow(code('N3ML_DEAD_LAYER'));
    expect(tried({ hidden: Float32Array.of(1, 1, 1) })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Layer 'hidden' has 3 lambdas; give 1, or 2, one for each channel. [N3ML_BAD_LAMBDA]]`,
    );
    expect(tried({ hiden: Float32Array.of(1) })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: A lambda was given for 'hiden'. Did you mean 'hidden'? Known: hidden, out. [N3ML_BAD_LAMBDA]]`,
    );
    expect(() => convert(tiny, { lambdas: { out: Float32Array.of(1) } })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Layer 'hidden' has no lambda; give 1, or 2, one for each channel. [N3ML_BAD_LAMBDA]]`,
    );
    expect(tried({ hidden: Float32Array.of(1e-9) })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: Layer 'hidden' gets up to 6.00e+9 thresholds in a step: its lambda is far too small for its weights. Balance on more samples, or with a lower percentile of what the layers before give. [N3ML_BAD_LAMBDA]]`,
    );
  });
});
