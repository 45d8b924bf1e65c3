import type { Network } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import { describe, expect, it } from 'vitest';
import { interpreter, wasm } from '../src/index.ts';
import { lif, smallNetwork } from './lif.ts';

type Connection = Network['connections'][string];

/** The small network with one connection changed. */
const withConnection = (change: Partial<Connection>): Network => ({
  ...smallNetwork,
  connections: { 'input-exc': { ...smallNetwork.connections['input-exc']!, ...change } },
});
const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
};
const refusal = (network: Network): string => messageOf(() => wasm().compile(network));

describe('a network that does not fit together', () => {
  it('names both ends and axes where sizes differ', () => {
    expect(refusal(withConnection({ weights: new Float32Array(10) }))).toMatchInlineSnapshot(
      `"Connection 'input-exc' needs 3 x 5 ('input' rows x 'exc' columns) weights, not 10. [N3ML_SIZE_MISMATCH]"`,
    );
    expect(refusal(withConnection({ topology: { kind: 'one-to-one' }, weights: 1 }))).toMatchInlineSnapshot(
      `"Connection 'input-exc' is one-to-one, but 'input' has 3 neurons and 'exc' 5. They have to be alike. [N3ML_SIZE_MISMATCH]"`,
    );
    expect(refusal(withConnection({ delay: new Float32Array(4) }))).toMatchInlineSnapshot(
      `"Connection 'input-exc' needs 3 x 5 delays ('input' rows x 'exc' columns), not 4. [N3ML_SIZE_MISMATCH]"`,
    );
    expect(
      refusal(
        withConnection({
          topology: { kind: 'sparse', rows: Uint32Array.of(0, 1, 1, 2), columns: Uint32Array.of(0, 7) },
          weights: new Float32Array(2),
        }),
      ),
    ).toMatchInlineSnapshot(
      `"Connection 'input-exc' is sparse: the columns of row 2 have to ascend and stay below 5, the size of 'exc'; entry 1 is 7. [N3ML_SIZE_MISMATCH]"`,
    );
    expect(
      refusal({
        ...smallNetwork,
        populations: {
          ...smallNetwork.populations,
          exc: { size: 5, neuron: { ...lif, params: { ...lif.params, tau: new Float32Array(4).fill(20) } } },
        },
      }),
    ).toMatch(/Population 'exc' has 5 neurons, but its parameter 'tau' holds 4 numbers.*N3ML_SIZE_MISMATCH/);
  });

  it('suggests the name that was meant', () => {
    expect(refusal(withConnection({ from: 'inpt' }))).toMatchInlineSnapshot(
      `"Connection 'input-exc' goes from 'inpt', which is no population. Did you mean 'input'? Known: exc, input. [N3ML_UNKNOWN_POPULATION]"`,
    );
    expect(refusal(withConnection({ target: 'ge' }))).toMatchInlineSnapshot(
      `"Connection 'input-exc' targets the input 'ge', which the neurons of 'exc' don't have. Known: I. [N3ML_UNKNOWN_CHANNEL]"`,
    );
    expect(refusal(withConnection({ to: 'input', weights: new Float32Array(9) }))).toContain("goes to 'input', an input population");
  });

  it('refuses weights that are not finite or out of bounds', () => {
    expect(refusal(withConnection({ weights: new Float32Array(15).fill(Number.NaN, 4, 5) }))).toMatchInlineSnapshot(
      `"Weight 4 of connection 'input-exc' is NaN; weights have to be finite. [N3ML_NOT_A_NUMBER]"`,
    );
    expect(refusal(withConnection({ topology: { kind: 'one-to-one' }, from: 'exc', weights: 1e300 }))).toContain(
      'is Infinity; weights have to be finite',
    );
    expect(refusal(withConnection({ bounds: [0, 0.5] }))).toContain('outside its bounds [0, 0.5]');
    expect(refusal(withConnection({ bounds: [1, 0] }))).toContain('the first has to be the smaller one');
  });

  it('shows the place of a mistake in an equation', () => {
    const network = (neuron: typeof lif): Network => ({ ...smallNetwork, populations: { input: { size: 3 }, exc: { size: 5, neuron } } });
    expect(refusal(network({ ...lif, threshold: 'v >= vThh' }))).toMatch(
      /^In population 'exc': No symbol 'vThh'[\s\S]*Did you mean 'vTh'[\s\S]*\^[\s\S]*N3ML_UNKNOWN_SYMBOL/,
    );
    expect(refusal(withConnection({ rule: { params: {}, state: 'dx/dt = -x / 20 : pre', onPost: 'w += x * y' } }))).toMatch(
      /^In the rule of connection 'input-exc': No symbol 'y'[\s\S]*N3ML_UNKNOWN_SYMBOL/,
    );
    expect(refusal(withConnection({ rule: { params: {}, state: 'y : post\nx : pre', onPre: 'x += y' } }))).toContain('N3ML_WRONG_SIDE');
  });

  it('refuses sizes, steps and sums that make no sense', () => {
    expect(refusal({ ...smallNetwork, dt: 0 })).toContain('positive number of ms, not 0');
    expect(refusal({ ...smallNetwork, populations: { ...smallNetwork.populations, input: { size: 2.5 } } })).toContain(
      "Population 'input' needs a positive whole number of neurons, not 2.5",
    );
    expect(refusal(withConnection({ normalize: { sum: -1 } }))).toContain('it has to be positive');
    expect(refusal(withConnection({ delay: -1 }))).toContain('delay of -1 ms');
    expect(
      refusal({
        ...smallNetwork,
        connections: { loop: { from: 'exc', to: 'exc', topology: { kind: 'all-but-self' }, weights: -1, normalize: { sum: 1 } } },
      }),
    ).toContain('only dense and sparse connections can be normalized');
  });
});

describe('a window that makes no sense', () => {
  const neuron = smallNetwork.populations.exc!;
  const geometry = { input: [6, 5, 2], output: [3, 2, 4], size: [3, 3], strides: [2, 2], padding: [1, 0] } as const;
  /** A convolution of a 6 x 5 x 2 sheet to one of 3 x 2 x 4, with something changed. */
  const windowed = (topology: Partial<Connection['topology']>, connection: Partial<Connection> = {}): Network => ({
    dt: 1,
    populations: { image: { size: 60 }, features: { ...neuron, size: 24 } },
    connections: {
      conv: {
        from: 'image',
        to: 'features',
        topology: { kind: 'conv2d', ...geometry, ...topology } as Connection['topology'],
        weights: new Float32Array(72),
        ...connection,
      },
    },
  });

  it('names the axes', () => {
    expect(refusal(windowed({}))).toBe('nothing was thrown');
    expect(refusal(windowed({ input: [6, 6, 2] }))).toMatchInlineSnapshot(
      `"Connection 'conv' is conv2d: its input of 6 x 6 x 2 (height x width x channels) has 72 neurons, but 'image' has 60. [N3ML_SIZE_MISMATCH]"`,
    );
    expect(refusal(windowed({ output: [2, 2, 4] }))).toMatchInlineSnapshot(
      `"Connection 'conv' is conv2d: its output of 2 x 2 x 4 (height x width x channels) has 16 neurons, but 'features' has 24. [N3ML_SIZE_MISMATCH]"`,
    );
    expect(refusal(windowed({ strides: [0, 1] }))).toMatchInlineSnapshot(
      `"Connection 'conv' is conv2d: 'strides' is [0, 1]; give whole numbers of at least 1. [N3ML_BAD_WINDOW]"`,
    );
    expect(refusal(windowed({ size: [2.5, 3] }))).toMatchInlineSnapshot(
      `"Connection 'conv' is conv2d: 'size' is [2.5, 3]; give whole numbers of at least 1. [N3ML_BAD_WINDOW]"`,
    );
    expect(refusal(windowed({ padding: [3, 0] }))).toMatchInlineSnapshot(
      `"Connection 'conv' is conv2d: with a padding of 3, its first window of height 3 lies outside of the sheet. [N3ML_BAD_WINDOW]"`,
    );
    expect(refusal(windowed({ strides: [4, 2] }))).toMatchInlineSnapshot(
      `"Connection 'conv' is conv2d: the last of 3 windows along the height starts at 7, outside of the sheet of 6. [N3ML_BAD_WINDOW]"`,
    );
    expect(refusal(windowed({ strides: [2, 5], size: [3, 1] }))).toMatchInlineSnapshot(
      `"Connection 'conv' is conv2d: the last of 2 windows along the width starts at 5, outside of the sheet of 5. [N3ML_BAD_WINDOW]"`,
    );
  });

  it('counts the weights', () => {
    expect(refusal(windowed({}, { weights: new Float32Array(70) }))).toMatchInlineSnapshot(
      `"Connection 'conv' needs 3 x 3 x 2 x 4 (height x width x input channels x output channels) weights, not 70. [N3ML_SIZE_MISMATCH]"`,
    );
    expect(refusal(windowed({ kind: 'depthwise-conv2d' }))).toMatchInlineSnapshot(
      `"Connection 'conv' needs 3 x 3 x 2 x 2 (height x width x input channels x output channels of each) weights, not 72. [N3ML_SIZE_MISMATCH]"`,
    );
    expect(refusal(windowed({}, { weights: 1 }))).toMatchInlineSnapshot(
      `"Connection 'conv' is conv2d and needs an array of weights, not the number 1. [N3ML_SIZE_MISMATCH]"`,
    );
    expect(refusal(windowed({ kind: 'pool2d', pool: 'sum', output: [6, 2, 2], strides: [1, 2] }))).toMatchInlineSnapshot(
      `"Connection 'conv' is pool2d, whose synapses share one weight: give a number, not an array of 72. [N3ML_SIZE_MISMATCH]"`,
    );
  });

  it('has channels that fit', () => {
    expect(refusal(windowed({ kind: 'depthwise-conv2d', output: [4, 2, 3], strides: [1, 2] }))).toMatchInlineSnapshot(
      `"Connection 'conv' is depthwise-conv2d: its 3 output channels have to be a multiple of its 2 input channels. [N3ML_BAD_WINDOW]"`,
    );
    expect(refusal(windowed({ kind: 'pool2d', pool: 'max' }, { weights: 1 }))).toMatchInlineSnapshot(
      `"Connection 'conv' is pool2d: pooling keeps the channels, but the input has 2 and the output 4. [N3ML_BAD_WINDOW]"`,
    );
  });

  it('refuses what a topology can not have', () => {
    const pool = { kind: 'pool2d', pool: 'max', output: [6, 2, 2], strides: [1, 2] } as const;
    expect(refusal(windowed(pool, { weights: 1, rule: { params: {}, onPost: 'w += 1' } }))).toMatchInlineSnapshot(
      `"Connection 'conv' has a learning rule, but is pool2d: its synapses share one weight that can't be learned. [N3ML_BAD_NETWORK]"`,
    );
    expect(refusal(windowed({}, { normalize: { sum: 1 } }))).toContain('only dense and sparse connections can be normalized');
    expect(refusal(windowed({}, { delay: new Float32Array(72) }))).toContain('which only dense connections can have');
  });
});

describe('drives and arrivals that can not be', () => {
  const carrying = (carries: 'signed spikes' | 'current', change: Partial<Connection> = {}): Network => {
    const network = withConnection(change);
    return { ...network, populations: { ...network.populations, input: { size: 3, carries } } };
  };

  it('refuses what asks for plain spikes', () => {
    const rule = { params: {}, onPost: 'w += 1' };
    const pool = {
      kind: 'pool2d',
      pool: 'max',
      input: [3, 1, 1],
      output: [5, 1, 1],
      size: [3, 1],
      strides: [1, 1],
      padding: [2, 0],
    } as const;
    expect(refusal(carrying('signed spikes', { rule }))).toMatchInlineSnapshot(
      `"Connection 'input-exc' has a learning rule, which needs spikes without signs, but the input 'input' carries signed spikes. [N3ML_SIGNED_SPIKES]"`,
    );
    expect(refusal(carrying('current', { rule }))).toMatchInlineSnapshot(
      `"Connection 'input-exc' has a learning rule, which needs spikes without signs, but the input 'input' carries current. [N3ML_CARRIES_CURRENT]"`,
    );
    expect(refusal(carrying('signed spikes', { topology: pool, weights: 1 }))).toMatchInlineSnapshot(
      `"Connection 'input-exc' pools the maximum of spike counts, which needs spikes without signs, but the input 'input' carries signed spikes. [N3ML_SIGNED_SPIKES]"`,
    );
    expect(refusal(carrying('current', { delay: 2 }))).toMatchInlineSnapshot(
      `"Connection 'input-exc' has a delay, but the current of 'input' is the same in every step; leave the delay out. [N3ML_BAD_NETWORK]"`,
    );
    expect(
      refusal({ ...smallNetwork, populations: { ...smallNetwork.populations, exc: { size: 5, neuron: lif, carries: 'current' } } }),
    ).toMatchInlineSnapshot(`"Population 'exc' carries current, which only an input can; neurons carry spikes. [N3ML_BAD_NETWORK]"`);
  });

  it('lets spikes arrive in the same step downstream only', () => {
    const { input, exc } = smallNetwork.populations;
    expect(refusal({ ...withConnection({ arrives: 'same step' }), populations: { exc: exc!, input: input! } })).toMatchInlineSnapshot(
      `"Connection 'input-exc' arrives in the same step, so 'input' has to be listed before 'exc' in the network's populations. [N3ML_BAD_NETWORK]"`,
    );
    expect(refusal(withConnection({ from: 'exc', weights: new Float32Array(25), arrives: 'same step' }))).toContain(
      "'exc' has to be listed before 'exc'",
    );
    expect(refusal(withConnection({ arrives: 'same step', delay: 2 }))).toMatchInlineSnapshot(
      `"Connection 'input-exc' arrives in the same step and has a delay; leave one of them out. [N3ML_BAD_NETWORK]"`,
    );
  });
});

for (const executor of [wasm(), interpreter()]) {
  describe(`a run of the ${executor.name}`, () => {
    const train = (steps: number, spikes: readonly (readonly [step: number, neuron: number])[]) => {
      const builder = new SpikeTrainBuilder();
      builder.begin(steps);
      for (const [step, neuron] of spikes) builder.add(step, neuron);
      return builder.finish();
    };

    it('refuses inputs that do not fit', () => {
      const simulation = executor.compile(smallNetwork);
      expect(messageOf(() => simulation.run({ inputs: train(5, []) }, { steps: 5, learn: false }))).toContain(
        "no input population 'inputs' to drive. Did you mean 'input'?",
      );
      expect(messageOf(() => simulation.run({ input: train(5, []) }, { steps: 6, learn: false }))).toContain(
        'has 5 steps, but the run has 6',
      );
      expect(messageOf(() => simulation.run({ input: train(5, [[1, 3]]) }, { steps: 5, learn: false }))).toContain(
        'a spike of neuron 3, but the population has 3 neurons',
      );
      const signed = { ...train(5, [[1, 2]]), signs: Int8Array.of(-1) };
      expect(messageOf(() => simulation.run({ input: signed }, { steps: 5, learn: false }))).toBe(
        "The spike train for 'input' has negative spikes, which this input doesn't carry. Declare it with carries: 'signed spikes', or use an encoder without signs. [N3ML_SIGNED_SPIKES]",
      );
      expect(messageOf(() => simulation.run({ input: new Float32Array(3) }, { steps: 5, learn: false }))).toBe(
        "The input 'input' carries spikes: give it a spike train, not numbers, or declare it with carries: 'current'. [N3ML_WRONG_INPUT]",
      );
      expect(messageOf(() => simulation.run({}, { steps: 0, learn: false }))).toContain('N3ML_BAD_STEPS');
      expect(messageOf(() => simulation.spikeCounts('ex'))).toContain("no population 'ex'. Did you mean 'exc'?");
      expect(messageOf(() => simulation.variable('exc', 'u'))).toContain("have no state variable 'u'");
      expect(messageOf(() => simulation.setSignal('input-exc', 'reward', 1))).toContain("has no signal 'reward'");
    });

    it('names the neuron whose current is no number', () => {
      const simulation = executor.compile({
        ...smallNetwork,
        populations: { ...smallNetwork.populations, input: { size: 3, carries: 'current' } },
      });
      const run = (current: Float32Array) => messageOf(() => simulation.run({ input: current }, { steps: 5, learn: false }));
      expect(run(Float32Array.of(1, Number.NaN, 1))).toBe(
        "The current into neuron 1 of 'input' is NaN; it has to be finite. [N3ML_NOT_A_NUMBER]",
      );
      expect(run(new Float32Array(4))).toBe("The current for 'input' holds 4 numbers, but it has 3 neurons. [N3ML_SIZE_MISMATCH]");
      expect(messageOf(() => simulation.run({ input: train(5, []) }, { steps: 5, learn: false }))).toBe(
        "The input 'input' carries a current: give it a Float32Array [3], not a spike train. [N3ML_WRONG_INPUT]",
      );
    });

    it('stops where a neuron explodes, and names population, neuron and step', () => {
      const explosive = {
        ...lif,
        params: { k: 3 },
        state: 'dv/dt = k * v * v - k * v * v * v',
        init: 'v = 0',
        threshold: 'v >= 1e30',
        reset: 'v = 0',
        refractory: '0',
        method: 'euler' as const,
      };
      const weights = new Float32Array(15);
      weights[3] = 1e20;
      const simulation = executor.compile({
        dt: 1,
        populations: { input: { size: 3 }, exc: { size: 5, neuron: explosive } },
        connections: { 'input-exc': { from: 'input', to: 'exc', topology: { kind: 'dense' }, weights } },
      });
      expect(messageOf(() => simulation.run({ input: train(20, [[4, 0]]) }, { steps: 20, learn: false }))).toMatch(
        /^Neuron 3 of population 'exc' became NaN in step \d+\. .*\[N3ML_NOT_A_NUMBER\]$/,
      );
    });

    it('takes back a saved state whole or not at all', () => {
      const network = withConnection({ rule: { params: {}, onPost: 'w += 0.1' }, bounds: [0, 2] });
      const simulation = executor.compile(network);
      const saved = simulation.save();
      const w = saved['input-exc/w']!;
      const changed = (data: Float32Array, shape: readonly number[] = w.shape) => ({ ...saved, 'input-exc/w': { shape, data } });
      expect(messageOf(() => simulation.load({}))).toContain("needs the tensor 'input-exc/w'");
      expect(messageOf(() => simulation.load(changed(new Float32Array(10), [2, 5])))).toContain(
        'Float32Array [2 x 5] in the checkpoint, but the network needs Float32Array [3 x 5]',
      );
      expect(messageOf(() => simulation.load(changed(new Float32Array(15).fill(Number.NaN))))).toContain(
        "Element 0 of tensor 'input-exc/w' is NaN",
      );
      expect(simulation.weights('input-exc')).toEqual(w.data);
      simulation.load(changed(new Float32Array(15).fill(0.5)));
      expect(simulation.weights('input-exc')).toEqual(new Float32Array(15).fill(0.5));
    });
  });
}
