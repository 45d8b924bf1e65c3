import { createEventBus } from '@n3ml/core';
import { syntheticDigits } from '@n3ml/datasets';
import { diehlCook2015 } from '@n3ml/stdp';
import { createN3ml } from 'n3ml';

const registry = createN3ml();
const bus = createEventBus();
bus.on('metric').subscribe(({ name, value, done }) => console.log(done, name, value));

const digits = syntheticDigits({ train: 2000, test: 500 });
const model = diehlCook2015({ neurons: 100, seed: 1 });
const trained = await model.train(digits.train, { registry, bus });
const assigned = await model.assign(trained.checkpoint, digits.train, { registry, bus });
const { results } = await model.infer(assigned.checkpoint, digits.test, { registry, bus });
console.log(results.accuracy);
