import type { Checkpoint, LabelledSet, Model, RunContext, RunResult, TrainOptions } from '@n3ml/core';
import { announceRun } from '@n3ml/core/run';
import { evaluate, fit, importWeights, openBackend, type tf, trainedWeights } from '@n3ml/tensor';
import type { Ann } from './ann.ts';
import { type AnnTraining, annTraining, fitOptionsOf } from './ann-training.ts';

/** A network without spikes as a model: `train` fits it, `infer` measures it. A conversion starts from its checkpoints. */
export interface AnnModel extends Model {
  readonly training: AnnTraining;
  train(data: LabelledSet, options: TrainOptions): Promise<RunResult>;
  /** The untrained network for samples of this shape. A tensor backend has to be open. */
  build(inputShape: readonly number[]): tf.LayersModel;
  /**
   * The trained network of a checkpoint, with the weights of the best epoch. A tensor backend has to be open.
   *
   * @param inputShape of the samples
   * @throws N3mlError where the weights are those of another network
   */
  restore(checkpoint: Checkpoint, inputShape: readonly number[]): tf.LayersModel;
}

/** Opens the backend that the context asks for, and says on the bus which it is. */
async function openTensors({ backend, registry, bus }: RunContext): Promise<void> {
  const { summary } = await openBackend({ registry, ...(backend !== undefined && { backend }) });
  bus.channel('log').emit({ level: 'info', message: summary });
}

/**
 * Makes a model of a network without spikes.
 *
 * @param given options of the training, see {@link annTrainingSpecs}
 * @throws N3mlError N3ML_UNKNOWN_OPTION, N3ML_BAD_OPTION
 */
export function annModel(ann: Ann, given: Readonly<Record<string, unknown>> = {}): AnnModel {
  const training = annTraining(ann, given);
  const { seed, classes } = training;
  const options = { ...ann.options, ...training };
  const fitOptions = fitOptionsOf(ann, training);

  const build = (inputShape: readonly number[]): tf.LayersModel => ann.build(seed, inputShape, classes);
  const restore = (checkpoint: Checkpoint, inputShape: readonly number[]): tf.LayersModel => {
    const network = build(inputShape);
    importWeights(network, trainedWeights(checkpoint), { layout: 'tensorflow' });
    return network;
  };

  return {
    name: ann.name,
    options,
    training,
    build,
    restore,
    async train(data, context) {
      const { bus, signal, validation, resume, onCheckpoint, checkpointEvery, epochs = ann.recipe.epochs } = context;
      await openTensors(context);
      const network = build(data.shape);
      try {
        return await fit(network, data, {
          ...fitOptions,
          epochs,
          bus,
          ...(signal && { signal }),
          ...(validation && { validation }),
          ...(resume && { resume }),
          ...(onCheckpoint && { onCheckpoint }),
          ...(checkpointEvery !== undefined && { checkpointEvery }),
          describe: { model: ann.name, options },
        });
      } finally {
        network.dispose();
      }
    },
    async infer(checkpoint, data, context) {
      const { bus, signal } = context;
      await openTensors(context);
      const network = restore(checkpoint, data.shape);
      try {
        return await announceRun(bus, { verb: 'infer', model: ann.name, options, data }, async () => {
          const { finished, ...results } = await evaluate(network, data, {
            bus,
            ...(fitOptions.normalize && { normalize: fitOptions.normalize }),
            ...(signal && { signal }),
            task: 'infer',
          });
          bus.channel('metric').emit({ name: 'accuracy', value: results.accuracy, done: results.samples });
          return { checkpoint, finished, results };
        });
      } finally {
        network.dispose();
      }
    },
  };
}
