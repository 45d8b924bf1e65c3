import type { Connection, SpikeTrain, Window } from '@n3ml/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomTrain, trainOf } from '../random-train.ts';
import { collector, type ExecutorSuite, pair } from './adder.ts';

const STEPS = 9;
const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b);

/** Windows of any shape over sheets of any shape, that stand as often as they touch the sheet. */
const windows: fc.Arbitrary<Window> = fc
  .record({
    sheet: fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 6 })),
    channels: fc.constantFrom(1, 2, 3, 5),
    outputs: fc.constantFrom(1, 3, 4, 5, 8, 17),
    size: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 })),
    padding: fc.tuple(fc.nat(4), fc.nat(4)),
  })
  .map(({ sheet, channels, outputs, size, strides, padding }) => {
    const pad = [padding[0] % size[0], padding[1] % size[1]] as const;
    const places = ([0, 1] as const).map((k) => Math.floor((sheet[k] + pad[k] - 1) / strides[k]) + 1);
    return { input: [...sheet, channels], output: [places[0]!, places[1]!, outputs], size, strides, padding: pad };
  });

/** Calls `visit` for each place, and each cell of the sheet under its window. */
function eachPair(
  { input, output, size, strides, padding }: Window,
  visit: (oy: number, ox: number, ky: number, kx: number, cell: number) => void,
): void {
  for (let oy = 0; oy < output[0]; oy++)
    for (let ox = 0; ox < output[1]; ox++)
      for (let ky = 0; ky < size[0]; ky++)
        for (let kx = 0; kx < size[1]; kx++) {
          const y = oy * strides[0] - padding[0] + ky;
          const x = ox * strides[1] - padding[1] + kx;
          if (y >= 0 && y < input[0] && x >= 0 && x < input[1]) visit(oy, ox, ky, kx, y * input[1] + x);
        }
}

const countsOf = (train: SpikeTrain, neurons: number): Float64Array => {
  const counts = new Float64Array(neurons);
  for (const id of train.ids) counts[id]!++;
  return counts;
};

function expectClose(given: Float32Array, expected: Float64Array): void {
  expect(given).toHaveLength(expected.length);
  for (const [k, value] of given.entries()) expect(Math.abs(value - expected[k]!), `neuron ${k}`).toBeLessThan(1e-4);
}

/** Convolutions and pooling: what arrives from under a window. */
export const testWindows: ExecutorSuite = (executor) => {
  /** What a connection has brought to each neuron when all spikes of the train have arrived. */
  const brought = (connection: Pick<Connection, 'topology' | 'weights'>, train: SpikeTrain, window: Window): Float32Array => {
    const simulation = executor.compile(pair(size(window.input), size(window.output), collector, connection));
    simulation.run({ input: train }, { steps: STEPS, learn: false });
    simulation.run({}, { steps: 1, learn: false });
    const { weights } = connection;
    expect(simulation.weights('forward')).toEqual(typeof weights === 'number' ? Float32Array.of(weights) : weights);
    return simulation.variable('cells', 'v');
  };

  it('conv2d: a plain convolution of the spike counts', () => {
    fc.assert(
      fc.property(windows, fc.nat(), (window, seed) => {
        const train = randomTrain(size(window.input), STEPS, 0.3, seed);
        const [channels, outputs] = [window.input[2], window.output[2]];
        const weights = Float32Array.from({ length: size(window.size) * channels * outputs }, (_, k) => Math.sin(k + seed));
        const counts = countsOf(train, size(window.input));
        const expected = new Float64Array(size(window.output));
        eachPair(window, (oy, ox, ky, kx, cell) => {
          for (let c = 0; c < channels; c++)
            for (let o = 0; o < outputs; o++)
              expected[(oy * window.output[1] + ox) * outputs + o]! +=
                counts[cell * channels + c]! * weights[((ky * window.size[1] + kx) * channels + c) * outputs + o]!;
        });
        expectClose(brought({ topology: { kind: 'conv2d', ...window }, weights }, train, window), expected);
      }),
      { numRuns: 25 },
    );
  });

  it('depthwise-conv2d: a convolution of each channel by itself', () => {
    fc.assert(
      fc.property(windows, fc.constantFrom(1, 2, 3, 4, 5), fc.nat(), (drawn, each, seed) => {
        const channels = drawn.input[2];
        const window: Window = { ...drawn, output: [drawn.output[0], drawn.output[1], channels * each] };
        const train = randomTrain(size(window.input), STEPS, 0.3, seed);
        const weights = Float32Array.from({ length: size(window.size) * channels * each }, (_, k) => Math.cos(k + seed));
        const counts = countsOf(train, size(window.input));
        const expected = new Float64Array(size(window.output));
        eachPair(window, (oy, ox, ky, kx, cell) => {
          for (let c = 0; c < channels; c++)
            for (let k = 0; k < each; k++)
              expected[(oy * window.output[1] + ox) * channels * each + c * each + k]! +=
                counts[cell * channels + c]! * weights[((ky * window.size[1] + kx) * channels + c) * each + k]!;
        });
        expectClose(brought({ topology: { kind: 'depthwise-conv2d', ...window }, weights }, train, window), expected);
      }),
      { numRuns: 25 },
    );
  });

  const pooled = (drawn: Window): Window => ({ ...drawn, output: [drawn.output[0], drawn.output[1], drawn.input[2]] });

  it('pool2d of sums: as many spikes as the window has seen', () => {
    fc.assert(
      fc.property(windows, fc.nat(), (drawn, seed) => {
        const window = pooled(drawn);
        const train = randomTrain(size(window.input), STEPS, 0.3, seed);
        const counts = countsOf(train, size(window.input));
        const expected = new Float64Array(size(window.output));
        const channels = window.input[2];
        eachPair(window, (oy, ox, _ky, _kx, cell) => {
          for (let c = 0; c < channels; c++) expected[(oy * window.output[1] + ox) * channels + c]! += 0.25 * counts[cell * channels + c]!;
        });
        expectClose(brought({ topology: { kind: 'pool2d', pool: 'sum', ...window }, weights: 0.25 }, train, window), expected);
      }),
      { numRuns: 25 },
    );
  });

  it('pool2d of maxima: as many spikes as the busiest neuron under the window', () => {
    fc.assert(
      fc.property(windows, fc.nat(), (drawn, seed) => {
        const window = pooled(drawn);
        const train = randomTrain(size(window.input), STEPS, 0.3, seed);
        const counts = countsOf(train, size(window.input));
        const expected = new Float64Array(size(window.output));
        const channels = window.input[2];
        eachPair(window, (oy, ox, _ky, _kx, cell) => {
          for (let c = 0; c < channels; c++) {
            const place = (oy * window.output[1] + ox) * channels + c;
            expected[place] = Math.max(expected[place]!, counts[cell * channels + c]!);
          }
        });
        expectClose(brought({ topology: { kind: 'pool2d', pool: 'max', ...window }, weights: 1 }, train, window), expected);
      }),
      { numRuns: 25 },
    );
  });

  it('pool2d of maxima: counts a neuron that spikes twice in a step twice', () => {
    const sheet = [2, 1, 1] as const;
    const window: Window = { input: sheet, output: [1, 1, 1], size: [2, 1], strides: [2, 1], padding: [0, 0] };
    const twice = [
      [0, 0],
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 1],
    ] as const;
    const train = trainOf(STEPS, () => twice);
    expect(brought({ topology: { kind: 'pool2d', pool: 'max', ...window }, weights: 1 }, train, window)).toEqual(Float32Array.of(3));
  });
};
