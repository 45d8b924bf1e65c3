import type { Inputs, SpikeTrain } from '@n3ml/core';
import { INPUT } from '../analog-network.ts';
import type { SpikingNetwork } from '../spiking-network.ts';
import { DenseNetwork, type DenseState, type DenseWatch } from './dense-network.ts';
import { fanOut } from './fan-out.ts';
import type { Runner, SampleReading } from './runner.ts';
import { sizeOf } from './size-of.ts';

/** Options of {@link denseRunner}. */
export interface DenseRunnerOptions {
  /** Samples that are run at once. It changes no result. @default 50 */
  readonly batch?: number;
  readonly watch?: DenseWatch;
}

const isTrain = (input: SpikeTrain | Float32Array): input is SpikeTrain => !(input instanceof Float32Array);

/** Inputs that stay when the next are made. */
const keep = (inputs: Inputs): Inputs =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [
      name,
      isTrain(input)
        ? { steps: input.steps, offsets: input.offsets.slice(), ids: input.ids.slice(), ...(input.signs && { signs: input.signs.slice() }) }
        : input.slice(),
    ]),
  );

/** Runs samples in batches on the tensor backend that is open. */
export function denseRunner(network: SpikingNetwork, { batch = 50, watch }: DenseRunnerOptions = {}): Runner {
  const dense = new DenseNetwork(network);
  const names = [INPUT, ...network.layers.map(({ name }) => name)];
  const fanOuts = names.map((name) => fanOut(network, name));
  const output = network.layers.at(-1)!;
  const outputs = sizeOf(output.shape);

  /** Reads the whole state: spikes of all layers, and what they cost. */
  const totalsOf = async (state: DenseState, samples: number): Promise<Pick<SampleReading, 'spikes' | 'operations'>[]> => {
    const counts = await Promise.all(names.map((name) => state[name]!.counts.data()));
    return Array.from({ length: samples }, (_, b) => {
      const spikes = new Float64Array(names.length);
      let operations = 0;
      for (const [l, fan] of fanOuts.entries()) {
        const from = b * fan.length;
        for (let i = 0; i < fan.length; i++) {
          spikes[l]! += counts[l]![from + i]!;
          operations += counts[l]![from + i]! * fan[i]!;
        }
      }
      return { spikes, operations };
    });
  };

  return {
    async run(count, inputs, { steps, at = [steps], signal }, onSample) {
      for (let first = 0; first < count; first += batch) {
        const samples = Math.min(batch, count - first);
        const given = Array.from({ length: samples }, (_, b) => keep(inputs(first + b)));
        const read = given.map(() => ({
          counts: new Float64Array(at.length * outputs),
          potentials: new Float64Array(at.length * outputs),
        }));
        let totals: Pick<SampleReading, 'spikes' | 'operations'>[] = [];
        const onStep = async (state: DenseState, done: number): Promise<void> => {
          const place = at.indexOf(done);
          if (place >= 0) {
            const { counts, v } = state[output.name]!;
            const [spikes, potentials] = await Promise.all([counts.data(), v!.data()]);
            for (const [b, sample] of read.entries()) {
              sample.counts.set(spikes.subarray(b * outputs, (b + 1) * outputs), place * outputs);
              sample.potentials.set(potentials.subarray(b * outputs, (b + 1) * outputs), place * outputs);
            }
          }
          if (done === steps) totals = await totalsOf(state, samples);
        };
        const finished = await dense.run(given, { steps, onStep, ...(watch && { watch }), ...(signal && { signal }) });
        if (!finished) return;
        for (const [b, sample] of read.entries()) {
          if (signal?.aborted) return;
          await onSample(first + b, { ...sample, ...totals[b]! });
        }
      }
    },
    close: async () => dense.dispose(),
  };
}
