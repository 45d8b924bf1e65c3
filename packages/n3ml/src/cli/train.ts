import type { CliContext } from './context.ts';
import { resolveTrainable } from './model.ts';
import { trainSpecs } from './train-request.ts';
import { train } from './train-run.ts';
import type { TrainVerb } from './train-verb.ts';

const verb: TrainVerb = {
  name: 'train',
  kind: 'model',
  summary: 'Trains a model and writes a run folder.',
  examples: [
    'n3ml train diehl-cook-2015 --neurons 100 --samples 5000 --out runs/first',
    'n3ml train diehl-cook-2015 --data mnist --neurons 400 --checkpoint-every 5000 --out runs/mnist-400',
    'n3ml train diehl-cook-2015 --data mnist --dashboard',
    'n3ml train diehl-cook-2015 --resume --out runs/mnist-400',
    'n3ml train diehl-cook-2015 --lr-post 0.02 --observe raster --raster.max-spikes 5000',
  ],
  specs: trainSpecs,
  optionsOf: (registry, name) => registry.optionsOf('model', name),
  make: resolveTrainable,
  next: (model, run) => (model.assign ? `npx n3ml assign ${run}, then npx n3ml infer ${run}` : `npx n3ml infer ${run}`),
};

/** `n3ml train <model>` */
export const run = (args: readonly string[], context: CliContext): Promise<number> => train(args, context, verb);
