// Raises an alarm when the excitatory neurons fall silent. Here they do: every spike moves a neuron's threshold up, and by far too much.
import { createEventBus } from '@n3ml/core';
import { syntheticDigits } from '@n3ml/datasets';
import { diehlCook2015 } from '@n3ml/stdp';
import { createN3ml } from 'n3ml';
import { silence } from './recipes/silence.ts';

const bus = createEventBus();
const stopper = new AbortController();
bus
  .on(['spikes', 'sample:end'])
  .pipe(silence('exc', 10))
  .subscribe((done) => {
    console.log(`The excitatory neurons have been silent for 10 images, after ${done}.`);
    stopper.abort();
  });

const { train } = syntheticDigits({ train: 2000, test: 1 });
const model = diehlCook2015({ neurons: 20, seed: 1, thetaPlus: 20 });
await model.train(train, { registry: createN3ml(), bus, signal: stopper.signal });
await bus.close();
