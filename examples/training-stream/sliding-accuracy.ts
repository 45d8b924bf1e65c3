// Accuracy over the newest 200 images, shown after every 250th.
import { createEventBus } from '@n3ml/core';
import { syntheticDigits } from '@n3ml/datasets';
import { diehlCook2015 } from '@n3ml/stdp';
import { createN3ml } from 'n3ml';
import { filter, map } from 'rxjs';
import { slidingAccuracy } from './recipes/sliding-accuracy.ts';

const bus = createEventBus();
bus
  .on('sample:end')
  .pipe(
    slidingAccuracy(200),
    map((accuracy, k) => ({ accuracy, images: k + 1 })),
    filter(({ images }) => images % 250 === 0),
  )
  .subscribe(({ accuracy, images }) => console.log(`${images} answers: ${(100 * accuracy).toFixed(1)} % of the newest 200 were right`));

const { train } = syntheticDigits({ train: 1500, test: 1 });
await diehlCook2015({ neurons: 50, seed: 1 }).train(train, { registry: createN3ml(), bus });
await bus.close();
