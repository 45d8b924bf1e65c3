import { tf } from '@n3ml/tensor';
import type { Forward } from '../forward.ts';
import { DenseNetwork, type DenseState } from '../run/dense-network.ts';
import { type Reach, reachOf } from '../run/fan-out.ts';
import type { Stimulus } from '../run/stimulus.ts';
import type { SpikingNetwork } from '../spiking-network.ts';
import type { Course } from './course.ts';
import { LayerStatistics } from './layer-statistics.ts';
import { batchOf, type SampleSource } from './sample-source.ts';

/** Spikes of one sample and the synapses that they reached. */
export interface Cost {
  readonly spikes: number;
  readonly operations: number;
}

/** What {@link compareLayers} compares. */
export interface Comparison {
  readonly network: SpikingNetwork;
  readonly ann: Forward;
  readonly source: SampleSource;
  /** Makes what drives the samples: one for each that runs at once, for a spike train is valid until the next one is drawn. */
  readonly stimulus: () => Stimulus;
  /** After how many steps costs are read, ascending; layers are compared after the last. */
  readonly at: readonly number[];
  readonly course: Course;
}

/** What a spiking network has spent since the start of a batch, over all its samples. */
async function costOf(state: DenseState, reach: readonly Reach[]): Promise<Cost> {
  let [spikes, operations] = [0, 0];
  for (const { name, fanOut } of reach) {
    const counts = await state[name]!.counts.data();
    for (let k = 0; k < counts.length; k++) {
      spikes += counts[k]!;
      operations += counts[k]! * fanOut[k % fanOut.length]!;
    }
  }
  return { spikes, operations };
}

/** Runs samples through the ANN and through the spiking network, on tensors, and compares the two layer by layer. */
export async function compareLayers({ network, ann, source, stimulus, at, course }: Comparison): Promise<{
  readonly layers: readonly ReturnType<LayerStatistics['result']>[];
  /** Per sample, after each number of steps: [at]. */
  readonly costs: readonly Cost[];
}> {
  const steps = at.at(-1)!;
  const reach = reachOf(network);
  const statistics = network.layers.map((layer) => new LayerStatistics(layer, steps));
  const totals = at.map(() => ({ spikes: 0, operations: 0 }));
  const stimuli = Array.from({ length: Math.min(source.batch, source.count) }, stimulus);
  const dense = new DenseNetwork(network);

  const compare = async (state: DenseState, activations: ReadonlyMap<string, tf.Tensor>): Promise<void> => {
    for (const [l, { name, kind }] of network.layers.entries()) {
      const { counts, v } = state[name]!;
      const given = await (kind === 'readout' ? v! : counts).data();
      const gained = kind === 'readout' ? given.map((potential) => potential - network.initialPotential) : given;
      statistics[l]!.add({ activations: await activations.get(name)!.data(), counts: gained });
    }
  };

  try {
    await course.report('compare layers', 0, source.count);
    for (let first = 0; first < source.count; first += source.batch) {
      const samples = Math.min(source.batch, source.count - first);
      const batch = batchOf(source, network.input, first, samples);
      const activations = ann.run(batch);
      try {
        const given = stimuli.slice(0, samples).map((each, b) => each.of(first + b));
        await dense.run(given, {
          steps,
          onStep: async (state, done) => {
            course.check();
            const place = at.indexOf(done);
            if (place >= 0) {
              const { spikes, operations } = await costOf(state, reach);
              totals[place]!.spikes += spikes;
              totals[place]!.operations += operations;
            }
            if (done === steps) await compare(state, activations);
          },
        });
      } finally {
        tf.dispose([batch, ...activations.values()]);
      }
      await course.report('compare layers', first + samples, source.count);
    }
  } finally {
    dense.dispose();
  }
  return {
    layers: statistics.map((layer) => layer.result()),
    costs: totals.map(({ spikes, operations }) => ({ spikes: spikes / source.count, operations: operations / source.count })),
  };
}
