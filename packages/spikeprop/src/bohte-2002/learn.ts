import type { Events, RunResult, TrainOptions } from '@n3ml/core';
import { type Position, shuffledOrder } from '@n3ml/core/run';
import type { EncodedSet } from './encoded-set.ts';
import { type Evaluation, evaluate, refuseDeadLayers } from './evaluate.ts';
import { checkpointOf, type Restored } from './restore.ts';
import { Watch } from './watch.ts';

/** Looks at spike times and weights while a run goes on, at most. */
const MOST_LOOKS = 100;

/** A training run in progress. */
export interface Training extends Restored {
  readonly training: EncodedSet;
  /** Held out of training, measured after each epoch; undefined where there is none. */
  readonly validation: EncodedSet | undefined;
  readonly epochs: number;
  /** Samples of the data that were given, those for validation with them. */
  readonly samples: number;
}

type SampleTeller = (sample: number, label: number, predicted: number) => void | Promise<void>;

/** Learns from the samples from `first` on, up to `end`, and tells of each. */
async function learnBatch(run: Training, order: Uint32Array, [first, end]: readonly [number, number], tell: SampleTeller): Promise<void> {
  const { machine, learner, targets, training } = run;
  const { network } = machine;
  for (let sample = first; sample < end; sample++) {
    const chosen = order[sample]!;
    const label = training.labels[chosen]!;
    const predicted = targets.predict(network.run(training.inputs(chosen)));
    learner.add(targets.times[label]!);
    if (sample + 1 === end) learner.apply();
    await tell(sample, label, predicted);
  }
}

/**
 * Goes through the epochs.
 *
 * @param from where it begins: at the start of a batch
 */
export async function learn(run: Training, from: Position, options: TrainOptions): Promise<RunResult> {
  const { settings, training, validation, machine, targets, best, epochs, samples } = run;
  const { bus, signal, onCheckpoint, checkpointEvery = 1000 } = options;
  const sampleEnd = bus.channel('sample:end');
  const metric = bus.channel('metric');
  const watch = new Watch(run, training, bus);
  const total = epochs * training.count;
  let done = from.epoch * training.count + from.sample;
  let saved = done;
  const epochsToLook = Math.ceil(epochs / MOST_LOOKS);

  const checkpoint = (position: Position) => checkpointOf(run, { ...position, epochs, samples });
  const measure = (): { here: Evaluation; heldOut: Evaluation | undefined } => ({
    here: evaluate(machine, training, targets),
    heldOut: validation && evaluate(machine, validation, targets),
  });
  const end = async (finished: boolean, position: Position): Promise<RunResult> => {
    const last = checkpoint(position);
    best.restore(machine.network.weights);
    watch.show(done);
    const { here, heldOut } = measure();
    await onCheckpoint?.(last);
    const held = heldOut && { validationLoss: heldOut.loss, validationAccuracy: heldOut.accuracy };
    const results = { accuracy: here.accuracy, loss: here.loss, ...held, samples: done, epochs: position.epoch };
    return { checkpoint: last, finished, results };
  };

  if (done === 0) watch.show(0);
  for (let epoch = from.epoch; epoch < epochs; epoch++) {
    bus.channel('epoch:start').emit({ epoch, samples: training.count });
    const order = shuffledOrder(training.count, settings.seed, epoch);
    for (let first = epoch === from.epoch ? from.sample : 0; first < training.count; first += settings.batch) {
      if (signal?.aborted) return end(false, { epoch, sample: first });
      const last = Math.min(first + settings.batch, training.count);
      await learnBatch(run, order, [first, last], (sample, label, predicted) => {
        done++;
        if (sampleEnd.active) sampleEnd.emit({ epoch, sample, done, total, spikes: machine.network.spikes(), label, predicted });
        return bus.unsettled ? bus.settle() : undefined;
      });
      if (onCheckpoint && done - saved >= checkpointEvery && last < training.count) {
        saved = done;
        await onCheckpoint(checkpoint({ epoch, sample: last }));
      }
    }
    const { here, heldOut } = measure();
    refuseDeadLayers(here, machine.network.layers);
    const tell = (name: string, value: number): void => metric.emit({ name, value, done } satisfies Events['metric']);
    tell('loss', here.loss);
    tell('accuracy', here.accuracy);
    if (heldOut) {
      tell('validation-loss', heldOut.loss);
      tell('validation-accuracy', heldOut.accuracy);
      best.consider(epoch, heldOut.loss, machine.network.weights);
    }
    bus.channel('epoch:end').emit({ epoch });
    const next = { epoch: epoch + 1, sample: 0 };
    if (here.loss < settings.goal) return end(true, next);
    if (next.epoch < epochs && next.epoch % epochsToLook === 0) watch.show(done);
    if (onCheckpoint && done - saved >= checkpointEvery && done < total) {
      saved = done;
      await onCheckpoint(checkpoint(next));
    }
  }
  return end(true, { epoch: epochs, sample: 0 });
}
