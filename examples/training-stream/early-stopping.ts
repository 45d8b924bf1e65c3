// Trains until the accuracy no longer grows: the run is stopped at its next sample, as by Ctrl+C, and gives its checkpoint.
import { createEventBus } from '@n3ml/core';
import { syntheticDigits } from '@n3ml/datasets';
import { diehlCook2015 } from '@n3ml/stdp';
import { createN3ml } from 'n3ml';
import { take } from 'rxjs';
import { plateau } from './recipes/plateau.ts';

const bus = createEventBus();
const stopper = new AbortController();
bus
  .on('metric')
  .pipe(plateau({ patience: 4, gain: 0.01 }), take(1))
  .subscribe((best) => {
    console.log(`No gain over ${best.toFixed(3)}: that will do.`);
    stopper.abort();
  });

const { train } = syntheticDigits({ train: 10_000, test: 1 });
const model = diehlCook2015({ neurons: 50, seed: 1 });
const { finished, results } = await model.train(train, { registry: createN3ml(), bus, signal: stopper.signal });
await bus.close();
console.log(`Trained on ${results.samples} of ${train.count} images; ${finished ? 'to the end' : 'stopped early'}.`);
