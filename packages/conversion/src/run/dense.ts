import type { Inputs, SpikeTrain } from '@n3ml/core';
import type { SpikingNetwork } from '../spiking-network.ts';
import { BatchReading } from './batch-reading.ts';
import { DenseNetwork, type DenseState, type DenseWatch } from './dense-network.ts';
import { reachOf } from './fan-out.ts';
import type { Runner } from './runner.ts';

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
  const reach = reachOf(network);
  return {
    async run(count, inputs, { steps, at = [steps], signal }, onSample) {
      for (let first = 0; first < count; first += batch) {
        const given = Array.from({ length: Math.min(batch, count - first) }, (_, b) => keep(inputs(first + b)));
        const reading = new BatchReading(network, reach, given.length, steps, at);
        const onStep = (state: DenseState, done: number): Promise<void> => reading.read(state, done);
        const finished = await dense.run(given, { steps, onStep, ...(watch && { watch }), ...(signal && { signal }) });
        if (!finished) return;
        for (const [b, sample] of reading.samples.entries()) {
          if (signal?.aborted) return;
          await onSample(first + b, sample);
        }
      }
    },
    close: async () => dense.dispose(),
  };
}
