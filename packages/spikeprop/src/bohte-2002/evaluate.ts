import { N3mlError } from '@n3ml/core';
import type { EncodedSet } from './encoded-set.ts';
import type { Machine } from './machine.ts';
import { NO_CLASS, type Targets } from './targets.ts';

/** How a frozen network does on some samples. */
export interface Evaluation {
  /** Mean error of a sample; a silent output counts as one that fires at the horizon. */
  readonly loss: number;
  /** A fraction. */
  readonly accuracy: number;
  /** Number of samples in which no output fired. */
  readonly silent: number;
  /** Layers above the inputs in which no neuron fired in any sample: 1 for the first. */
  readonly deadLayers: readonly number[];
}

/** The error of the sample that the network has just run. */
export function lossOf({ network, loss }: Machine, wanted: Float64Array): number {
  let total = 0;
  const fired = network.times.at(-1)!;
  for (let j = 0; j < fired.length; j++) total += loss.value(Math.min(fired[j]!, network.horizon), wanted[j]!);
  return total;
}

/** Runs all samples with the weights as they are. `visit` is told of each: the prediction, NO_CLASS where no output fired. */
export function evaluate(
  machine: Machine,
  samples: EncodedSet,
  targets: Targets,
  visit?: (sample: number, predicted: number) => void,
): Evaluation {
  const { network } = machine;
  let [loss, right, silent] = [0, 0, 0];
  const hasFired = network.times.map(() => false);
  for (let sample = 0; sample < samples.count; sample++) {
    const label = samples.labels[sample]!;
    const predicted = targets.predict(network.run(samples.inputs(sample)));
    loss += lossOf(machine, targets.times[label]!);
    if (predicted === label) right++;
    if (predicted === NO_CLASS) silent++;
    network.times.forEach((times, layer) => {
      hasFired[layer] ||= times.some((time) => time !== Infinity);
    });
    visit?.(sample, predicted);
  }
  const deadLayers = hasFired.flatMap((fired, layer) => (fired ? [] : [layer]));
  return { loss: loss / samples.count, accuracy: right / samples.count, silent, deadLayers };
}

/** @throws N3mlError N3ML_SILENT_LAYER where a whole layer was silent in every sample: nothing can be learned there */
export function refuseDeadLayers({ deadLayers }: Evaluation, layers: readonly number[]): void {
  const dead = deadLayers[0];
  if (dead === undefined) return;
  const name = dead === 0 ? 'inputs' : dead === layers.length - 1 ? 'output layer' : 'hidden layer';
  const remedy =
    dead === 0
      ? "Raise 'cutoff', or look whether the encoder suits the data."
      : "Raise 'weightMax' (or 'amount', with the silent rule raise), or lower 'threshold'.";
  throw new N3mlError('N3ML_SILENT_LAYER', `No neuron of the ${name} (${layers[dead]} neurons) fired in any sample. ${remedy}`, {
    details: { layer: dead, neurons: layers[dead] },
  });
}
