import { type Checkpoint, N3mlError, randomStream } from '@n3ml/core';
import { decodeCheckpoint, encodeCheckpoint } from '@n3ml/core/checkpoint';
import { openBackend } from '@n3ml/tensor';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromCheckpoint, type Origin, toCheckpoint } from '../src/checkpoint.ts';
import { convert } from '../src/convert/convert.ts';
import { readModel } from '../src/read-model/read-model.ts';
import type { SpikingNetwork } from '../src/spiking-network.ts';
import { randomLambdas } from './random-lambdas.ts';
import { randomModel } from './random-model.ts';

beforeAll(async () => {
  await openBackend({ backend: 'cpu' });
});

function randomNetwork(seed: number): SpikingNetwork {
  const random = randomStream(seed, 'checkpoint');
  const model = randomModel(random);
  const network = readModel(model);
  model.dispose();
  return convert(network, { lambdas: randomLambdas(network, random) }, { output: random.uniform() < 0.5 ? 'spikes' : 'membrane' });
}

/** Through the bytes of a file. */
const saved = (checkpoint: Checkpoint): Checkpoint => decodeCheckpoint(encodeCheckpoint(checkpoint), 'test.n3ml');

const network: SpikingNetwork = {
  input: [2, 2, 1],
  encoding: 'bernoulli',
  inputScale: 1,
  layers: [
    {
      name: 'conv',
      kind: 'integrate-and-fire',
      shape: [1, 1, 2],
      inputs: [
        {
          from: 'input',
          synapses: {
            op: 'conv2d',
            weights: Float32Array.of(0.5, 1, 0.5, 1, 0.25, 1, 0.5, 1),
            size: [2, 2],
            strides: [1, 1],
            padding: [0, 0, 0, 0],
          },
        },
      ],
      bias: Float32Array.of(0.5, -0.5),
      lambda: Float32Array.of(2, 3),
      gridBits: 8,
    },
    {
      name: 'out',
      kind: 'readout',
      shape: [2],
      inputs: [{ from: 'conv', synapses: { op: 'dense', weights: Float32Array.of(1, 2, -3, 4) } }],
      lambda: Float32Array.of(1.5),
      gridBits: 4,
    },
  ],
  resetBy: 'subtraction',
  initialPotential: 0.5,
};
const origin: Origin = {
  preprocessing: { mean: [0.5], std: [0.25] },
  classes: ['cat', 'dog'],
  ann: { name: 'diehl-2015', accuracy: 0.99 },
  balancer: { name: 'activation', options: { percentile: 99.9 } },
};

describe('a checkpoint', () => {
  test('gives back every network that can be converted', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const converted = randomNetwork(seed);
        expect(fromCheckpoint(saved(toCheckpoint(converted))).network).toEqual(converted);
      }),
      { numRuns: 25 },
    );
  });

  test('knows where the network comes from, and prepares samples as in training', () => {
    const read = fromCheckpoint(saved(toCheckpoint(network, origin)));
    expect(read.network).toEqual(network);
    expect(read.origin).toEqual(origin);
    const data = { count: 2, shape: [2, 2, 1], values: Uint8Array.of(0, 0, 0, 0, 0, 255, 51, 102), labels: Uint8Array.of(0, 1) };
    expect([...read.preprocess(data, 1)]).toEqual([
      -2,
      2,
      Math.fround((Math.fround(0.2) - 0.5) / 0.25),
      Math.fround((Math.fround(0.4) - 0.5) / 0.25),
    ]);
    expect(fromCheckpoint(toCheckpoint(network)).origin).toEqual({});
  });

  test('of another model is told apart', () => {
    expect(() => fromCheckpoint({ ...toCheckpoint(network), model: 'diehl-cook-2015' })).toThrowErrorMatchingInlineSnapshot(
      `[N3mlError: The checkpoint is of model 'diehl-cook-2015', not of 'converted'. Make the model that it names, or choose another checkpoint. [N3ML_CHECKPOINT_MODEL]]`,
    );
  });
});

type Change = (checkpoint: {
  // biome-ignore lint/suspicious/noExplicitAny: what comes from a file can be anything
  options: any;
  // biome-ignore lint/suspicious/noExplicitAny: what comes from a file can be anything
  progress: any;
  tensors: Record<string, { shape: number[]; data: Float32Array }>;
}) => void;

/** The message about a checkpoint that was tampered with. */
function complaint(change: Change): string {
  const checkpoint = structuredClone(toCheckpoint(network, origin));
  change(checkpoint as unknown as Parameters<Change>[0]);
  try {
    fromCheckpoint(checkpoint);
  } catch (error) {
    if (error instanceof N3mlError)
      return error.message.replace(/The checkpoint of a converted network is damaged: (.*)\. Copy it again.*$/, '$1');
    throw error;
  }
  return 'nothing';
}

test('a checkpoint that was tampered with is an error that says where', () => {
  const complaints = [
    complaint(() => {}),
    complaint(({ options }) => delete options.layers),
    complaint(({ options }) => (options.layers = [])),
    complaint(({ options }) => (options.layers[0].kind = 'lif')),
    complaint(({ options }) => (options.layers[0].shape = [1, 1, 3])),
    complaint(({ options }) => (options.layers[0].inputs[0].op = 'average-pool')),
    complaint(({ options }) => (options.layers[0].inputs[0].strides = [0, 1])),
    complaint(({ options }) => (options.layers[0].inputs[0].padding = [0, 9, 0, 0])),
    complaint(({ options }) => (options.layers[0].inputs[0].from = 'out')),
    complaint(({ options }) => (options.layers[1].name = 'conv')),
    complaint(({ options }) => (options.layers[1].inputs[0].op = 'identity')),
    complaint(({ options }) => (options.layers[0].kind = 'readout')),
    complaint(({ options }) => (options.layers[1].kind = 'max-pool')),
    complaint(({ options }) => (options.layers[0].gridBits = 1)),
    complaint(({ options }) => (options.layers[0].gridBits = 23)),
    complaint(({ options }) => (options.encoding = '__proto__')),
    complaint(({ options }) => (options.inputScale = 0)),
    complaint(({ options }) => (options.initialPotential = 1)),
    complaint(({ options }) => (options.initialPotential = null)),
    complaint(({ tensors }) => delete tensors['conv/bias']),
    complaint(({ tensors }) => (tensors['conv/weights/0']!.data[3] = Number.NaN)),
    complaint(({ tensors }) => (tensors['conv/weights/0']!.data = new Float32Array(7))),
    complaint(({ tensors }) => (tensors['conv/lambda']!.data = Float32Array.of(0))),
    complaint(({ tensors }) => (tensors['conv/lambda']!.data = Float32Array.of(1, 1, 1))),
    complaint(({ tensors }) => (tensors['conv/bias']!.data = Float32Array.of(1))),
    complaint(({ tensors }) => (tensors['out/lambda']!.data = Float64Array.of(1) as unknown as Float32Array)),
    complaint(({ progress }) => (progress.preprocessing.std = [0])),
    complaint(({ progress }) => (progress.preprocessing = 'normalize')),
    complaint(({ progress }) => (progress.classes = ['cat'])),
    complaint(({ progress }) => (progress.ann.accuracy = 99)),
    complaint(({ progress }) => (progress.balancer.options = { steps: [] })),
  ];
  expect(complaints).toMatchInlineSnapshot(`
    [
      "nothing",
      "options.layers is missing, not a list of objects",
      "options.layers is [], not a list of objects",
      "options.layers[0].kind is "lif", not one of integrate-and-fire, max-pool, readout",
      "layer 'conv' of shape [1, 1, 3] can't get [2, 2, 1] from 'input' by conv2d",
      "options.layers[0].inputs[0].op is "average-pool", not one of dense, conv2d, depthwise-conv2d, sum-pool, max-pool, identity",
      "options.layers[0].inputs[0].strides is [0,1], not 2 whole numbers of at least 1",
      "layer 'conv' of shape [1, 1, 2] can't get [2, 2, 1] from 'input' by conv2d",
      "layer 'conv' gets 'out', which doesn't come before it",
      "layer 'conv' comes twice",
      "layer 'out' of shape [2] can't get [1, 1, 2] from 'conv' by identity",
      "layer 'conv' is a readout, but not the last layer",
      "layer 'out' is max pooling with a bias or several inputs, or at the end",
      "layer 'conv' has the weight 0.25, which is no multiple of 2^-1",
      "the weights of layer 'conv' add up to 4.5, too much for 23 bits of grid",
      "options.encoding is "__proto__", not one of bernoulli, signed-bernoulli, current",
      "options.inputScale is 0, not a number from 5.960464477539063e-8 to 16777216",
      "options.initialPotential is 1, the threshold itself",
      "options.initialPotential is null, not a number from 0 to 1",
      "tensor 'conv/bias' is missing",
      "tensor 'conv/weights/0' is NaN at index 3",
      "layer 'conv' of shape [1, 1, 2] can't get [2, 2, 1] from 'input' by conv2d",
      "layer 'conv' has a lambda that is not above 0",
      "layer 'conv' has 3 lambdas for 2 channels",
      "layer 'conv' has 1 biases for 2 channels",
      "tensor 'out/lambda' holds other numbers than float32",
      "progress.preprocessing has mean [0.5] and std [0] for 1 channels",
      "progress.preprocessing is "normalize", not an object",
      "progress.classes has 1 names for 2 outputs",
      "progress.ann.accuracy is 99, not a number from 0 to 1",
      "progress.balancer.options.steps is [], not a number, a text, true or false",
    ]
  `);
});

test('a checkpoint with any field replaced is read, or an error with a code', () => {
  const values = fc.constantFrom<unknown>(null, -1, 0, 1.5, 1e30, '', 'input', [], [1], [[]], {}, true, undefined);
  const paths: string[][] = [];
  const walk = (value: unknown, path: string[]): void => {
    if (path.length > 0) paths.push(path);
    if (typeof value === 'object' && value !== null) for (const [key, each] of Object.entries(value)) walk(each, [...path, key]);
  };
  const { options, progress } = toCheckpoint(network, origin);
  walk({ options, progress }, []);
  fc.assert(
    fc.property(fc.constantFrom(...paths), values, (path, value) => {
      const checkpoint = structuredClone(toCheckpoint(network, origin));
      let place = checkpoint as unknown as Record<string, unknown>;
      for (const key of path.slice(0, -1)) place = place[key] as Record<string, unknown>;
      place[path.at(-1)!] = value;
      try {
        fromCheckpoint(checkpoint);
      } catch (error) {
        expect(error).toBeInstanceOf(N3mlError);
      }
    }),
    { numRuns: 600 },
  );
});
