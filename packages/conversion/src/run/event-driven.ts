import type { Reading, Registry, SpikeListener } from '@n3ml/core';
import { INPUT } from '../analog-network.ts';
import type { SpikingNetwork } from '../spiking-network.ts';
import { eventNetwork } from './event-network.ts';
import { fanOut } from './fan-out.ts';
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

/** What is read of one layer: its spikes, and what they cost. */
interface LayerCost {
  readonly name: string;
  /** Synapses that a spike reaches: of every neuron, or the one number where all have as many. */
  readonly fanOut: Float64Array | number;
}

function costOf(network: SpikingNetwork, name: string): LayerCost {
  const each = fanOut(network, name);
  const [first] = each;
  return { name, fanOut: each.every((count) => count === first) ? first! : each };
}

/** Spikes of a layer and synapses that they reached, from its counts: one number for all its neurons, or one for each. */
function countOperations(counts: Float64Array, reached: Float64Array | number): { spikes: number; operations: number } {
  if (typeof reached === 'number') return { spikes: counts[0]!, operations: counts[0]! * reached };
  let [spikes, operations] = [0, 0];
  for (let i = 0; i < reached.length; i++) {
    spikes += counts[i]!;
    operations += counts[i]! * reached[i]!;
  }
  return { spikes, operations };
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
  const bySpikes = network.encoding !== 'current';
  const costs = [...(bySpikes ? [INPUT] : []), ...network.layers.map(({ name }) => name)].map((name) => costOf(network, name));

  return {
    async run(count, inputs, { steps, at = [steps], signal }, onSample) {
      const readings: Record<string, Reading> = {
        counts: { population: output, at },
        potentials: { population: output, variable: 'v', at },
      };
      for (const { name, fanOut: reached } of costs) {
        readings[`spikes of ${name}`] = { population: name, at: [steps], total: typeof reached === 'number' };
      }
      const toReading = (values: Readonly<Record<string, Float64Array>>): SampleReading => {
        const totals = costs.map(({ name, fanOut: reached }) => countOperations(values[`spikes of ${name}`]!, reached));
        const spikes = totals.map((total) => total.spikes);
        return {
          counts: values.counts!.slice(),
          potentials: values.potentials!.slice(),
          spikes: Float64Array.from(bySpikes ? spikes : [0, ...spikes]),
          operations: totals.reduce((sum, total) => sum + total.operations, 0),
        };
      };
      const perSample = costs.reduce((sum, { fanOut: reached }) => sum + (typeof reached === 'number' ? 1 : reached.length), 0);
      const chunk = Math.max(workers, Math.floor(HELD / perSample));
      for (let first = 0; first < count && !signal?.aborted; first += chunk) {
        await pool.run(
          Math.min(chunk, count - first),
          (k) => {
            if (workers === 1) simulation.onSpikes = listener?.();
            return inputs(first + k);
          },
          { steps, readings, ...(signal && { signal }), onSample: (k, values) => onSample(first + k, toReading(values)) },
        );
      }
    },
    close: () => pool.close(),
  };
}
