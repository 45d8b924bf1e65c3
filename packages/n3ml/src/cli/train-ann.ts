import { annTrainingSpecs } from '@n3ml/conversion';
import type { CliContext } from './context.ts';
import { resolveAnn } from './model.ts';
import { trainSpecs } from './train-request.ts';
import { train } from './train-run.ts';
import type { TrainVerb } from './train-verb.ts';

const { checkpointEvery, ...specs } = trainSpecs;

const verb: TrainVerb = {
  name: 'train-ann',
  kind: 'ann',
  summary: "Trains a network without spikes, for 'n3ml convert', and writes a run folder.",
  examples: [
    'n3ml train-ann diehl-2015 --data mnist --epochs 2 --out runs/ann',
    'n3ml train-ann vgg16 --data cifar10 --width 0.25 --batch-norm --epochs 10 --out runs/vgg',
    'n3ml train-ann --resume --out runs/vgg',
  ],
  specs: {
    ...specs,
    checkpointEvery: { ...checkpointEvery, describe: 'samples from one checkpoint to the next; without it an epoch' },
    validation: {
      type: 'integer',
      describe: 'how many of the training samples, the last ones, are held out to find the best epoch; without it a tenth, at most 5000',
      min: 0,
    },
  },
  optionsOf: (registry, name) => ({ ...annTrainingSpecs, ...registry.optionsOf('ann', name) }),
  make: resolveAnn,
  validation: (samples) => Math.min(5000, Math.floor(samples / 10)),
  next: (_, run) => `npx n3ml convert ${run} --out ${run}-snn, or npx n3ml infer ${run} for the accuracy on the test samples`,
};

/** `n3ml train-ann <ann>` */
export const run = (args: readonly string[], context: CliContext): Promise<number> => train(args, context, verb);
