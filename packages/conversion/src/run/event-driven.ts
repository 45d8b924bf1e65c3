import type { Inputs, Reading, Registry, SpikeListener } from '@n3ml/core';
import type { SpikingNetwork } from '../spiking-network.ts';
import { eventNetwork } from './event-network.ts';
import { type Reach, reachOf } from './fan-out.ts';
import type { Runner, SampleReading } from './runner.ts';

/** Options of {@link eventRunner}. */
export interface EventRunnerOptions {
  readonly registry: Registry;
  /** @default 'wasm' */
  readonly executor?: string;
  /** Threads; 1 is the calling one. They change no result. @default 1 */
  readonly workers?: number;
  /** On the calling thread: asked before each sample who is to be told of its spikes. */
  readonly listener?: () => SpikeListener | undefined;
}

/** Numbers of all readings that a run holds at most. */
const HELD = 2 ** 21;

/** Where every spike reaches as many synapses, the total tells what they cost. */
const isUniform = ({ fanOut }: Reach): boolean => fanOut.every((count) => count === fanOut[0]);

const spikesOf = (layer: string): string => `spikes of ${layer}`;

/** Puts together what the pool has read of one sample; of layers that aren't there, as the input where it is a current, it has read nothing. */
function readingFrom(values: Readonly<Record<string, Float64Array>>, reach: readonly Reach[]): SampleReading {
  const spikes = new Float64Array(reach.length);
  let operations = 0;
  for (const [l, { name, fanOut }] of reach.entries()) {
    for (const [i, count] of (values[spikesOf(name)] ?? []).entries()) {
      spikes[l]! += count;
      operations += count * fanOut[i]!;
    }
  }
  return { counts: values.counts!.slice(), potentials: values.potentials!.slice(), spikes, operations };
}

/** Runs samples in the engine, which works for the spikes that there are: the fewer, the faster. Samples are spread over worker threads. */
export async function eventRunner(
  network: SpikingNetwork,
  { registry, executor = 'wasm', workers = 1, listener }: EventRunnerOptions,
): Promise<Runner> {
  const engine = registry.resolve('executor', executor);
  const simulation = engine.compile(eventNetwork(network, registry));
  const pool = await engine.pool(simulation, workers);
  const output = network.layers.at(-1)!.name;
  const reach = reachOf(network);
  const read = reach.filter(({ name }) => name in simulation.network.populations);
  const numbers = read.reduce((sum, layer) => sum + (isUniform(layer) ? 1 : layer.fanOut.length), 0);
  const chunk = Math.max(workers, Math.floor(HELD / numbers));

  return {
    async run(count, inputs, { steps, at = [steps], signal }, onSample) {
      const readings: Record<string, Reading> = {
        counts: { population: output, at },
        potentials: { population: output, variable: 'v', at },
      };
      for (const layer of read) readings[spikesOf(layer.name)] = { population: layer.name, at: [steps], total: isUniform(layer) };
      for (let first = 0; first < count && !signal?.aborted; first += chunk) {
        const sample = (k: number): Inputs => {
          if (workers === 1) simulation.onSpikes = listener?.();
          return inputs(first + k);
        };
        const tell = (k: number, values: Readonly<Record<string, Float64Array>>) => onSample(first + k, readingFrom(values, reach));
        await pool.run(Math.min(chunk, count - first), sample, { steps, readings, onSample: tell, ...(signal && { signal }) });
      }
    },
    close: () => pool.close(),
  };
}
