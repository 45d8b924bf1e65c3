import type { Checkpoint, LabelledSet, RunContext } from '@n3ml/core';
import { openBackend } from '@n3ml/tensor';
import { CONVERTED, fromCheckpoint } from '../checkpoint.ts';
import { forward } from '../forward.ts';
import { checkData } from '../run/check-data.ts';
import { denseRunner } from '../run/dense.ts';
import { eventRunner } from '../run/event-driven.ts';
import type { Runner } from '../run/runner.ts';
import { Stimulus } from '../run/stimulus.ts';
import { wayToRun, withBackends } from '../run/way-to-run.ts';
import type { SpikingNetwork } from '../spiking-network.ts';
import { analogAccuracy } from './analog-accuracy.ts';
import { analogOf } from './analog-of.ts';
import { type Cost, compareLayers } from './compare-layers.ts';
import { Course } from './course.ts';
import { describeLayers } from './describe-layers.ts';
import type { AfterSteps, Diagnosis, Measurements } from './diagnosis.ts';
import { ENERGY_ASSUMPTION, energyOf } from './energy.ts';
import { find } from './findings/find.ts';
import { latencyOf } from './latency.ts';
import { type DoctorOptions, doctorOptions } from './options.ts';
import { type Outputs, readOutputs } from './read-outputs.ts';
import { stepLadder } from './step-ladder.ts';
import { synapseCounts } from './synapse-counts.ts';

/** A backend that is named is for the layers too, so it decides on the way to run only where that is left open. */
async function openRunner(
  network: SpikingNetwork,
  { run, batch }: DoctorOptions,
  { registry, executor = 'wasm', workers = 1, backend }: RunContext,
): Promise<Runner> {
  const way = run === 'auto' ? wayToRun(run, backend, registry) : run;
  return way === 'dense' ? denseRunner(network, { batch }) : eventRunner(network, { registry, executor, workers });
}

/** @param multiplyAccumulates that a sample costs beside its spikes */
const curveOf = (at: readonly number[], { accuracy, silent }: Outputs, costs: readonly Cost[], multiplyAccumulates: number): AfterSteps[] =>
  at.map((steps, place) => {
    const { spikes, operations } = costs[place]!;
    const joules = energyOf({ additions: operations, multiplyAccumulates });
    return { steps, accuracy: accuracy[place]!, silent: silent[place]!, spikes, operations, joules };
  });

/**
 * Examines a converted network: layer by layer against the network that it was converted from, its accuracy and its cost by the number of steps, and in words what
 * stands out.
 *
 * The checkpoint of the spiking network is enough: the other one is recovered from it. Every sample runs once for all numbers of steps, and the same seed gives the
 * same diagnosis.
 *
 * @param context.options see {@link doctorSpecs}
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION, N3ML_SHAPE_MISMATCH, N3ML_BAD_LABEL, N3ML_EMPTY_DATASET; N3ML_BACKEND_MISSING where a backend is named
 *   that isn't there; and what `fromCheckpoint` throws
 * @throws the reason of the signal, where it is aborted: half a diagnosis would mislead
 * @example
 * const { latency, findings } = await doctor(checkpoint, mnist.test, { registry, bus, options: { steps: 100 } });
 */
export async function doctor(checkpoint: Checkpoint, data: LabelledSet, context: RunContext): Promise<Diagnosis> {
  const { registry, bus, signal, backend } = context;
  const options = doctorOptions(context.options ?? {});
  const { network, origin, preprocess } = fromCheckpoint(checkpoint);
  checkData(data, network.input, network.layers.at(-1)!.shape);
  const { steps, seed, batch } = options;
  const count = Math.min(options.samples, data.count);
  const layerCount = Math.min(options.layerSamples, count);
  const { name = 'unnamed', synthetic = false, labels } = data;
  const at = stepLadder(steps);

  const began = performance.now();
  const { summary } = await openBackend({ registry: withBackends(registry), ...(backend !== undefined && { backend }) });
  bus.channel('log').emit({ level: 'info', message: summary });
  bus.channel('run:start').emit({ verb: 'doctor', model: CONVERTED, options: { ...options }, data: name, synthetic, samples: count });

  const course = new Course(bus, signal);
  const values = (k: number): Float32Array => preprocess(data, k);
  const stimulus = (): Stimulus => new Stimulus(network, { registry, steps, seed, values });
  const analog = analogOf(network);
  const runner = await openRunner(network, options, context);
  const ann = forward(analog);
  try {
    const shown = stimulus();
    const question = { network, inputs: (k: number) => shown.of(k), labels: labels.subarray(0, count), at, ...(signal && { signal }) };
    const outputs = await readOutputs(runner, question, bus);
    const annAccuracy = await analogAccuracy(ann, analog, { count, batch, values }, labels, course);
    const compared = await compareLayers({ network, ann, source: { count: layerCount, batch, values }, stimulus, at, course });

    const synapses = synapseCounts(network);
    const curve = curveOf(at, outputs, compared.costs, network.encoding === 'current' ? synapses.fromInput : 0);
    const latency = latencyOf(curve, annAccuracy);
    const measured: Measurements = {
      data: { name, synthetic, samples: count, layerSamples: layerCount },
      network: { encoding: network.encoding, resetBy: network.resetBy, initialPotential: network.initialPotential },
      ann: {
        accuracy: annAccuracy,
        ...(origin.ann?.accuracy !== undefined && { recordedAccuracy: origin.ann.accuracy }),
        operations: synapses.all,
        joules: energyOf({ multiplyAccumulates: synapses.all }),
      },
      steps: curve,
      ...(latency !== undefined && { latency }),
      layers: describeLayers(network).map((layer, l) => ({ ...layer, ...compared.layers[l]! })),
      assumption: ENERGY_ASSUMPTION,
    };
    const results = { accuracy: curve.at(-1)!.accuracy, annAccuracy, samples: count, steps, ...(latency !== undefined && { latency }) };
    bus.channel('run:end').emit({ finished: true, results, seconds: (performance.now() - began) / 1000 });
    if (bus.unsettled) await bus.settle();
    return { ...measured, findings: find(measured) };
  } finally {
    ann.dispose();
    await runner.close();
  }
}
