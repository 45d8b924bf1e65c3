/** Diehl & Cook 2015, third part: the neurons vote on images that the network has never seen. */
import { createEventBus, createRegistry } from '@n3ml/core';
import { readCheckpoint } from '@n3ml/core/node';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { progress } from '@n3ml/observers';
import stdp, { diehlCook2015 } from '@n3ml/stdp';
import { loadDigits } from './digits.ts';

const registry = createRegistry().use(neurons, encoders, engine, stdp);
const bus = createEventBus();
bus.attach(progress());

const { name, synthetic, test } = await loadDigits();
const checkpoint = await readCheckpoint('runs/network.safetensors');
const { results } = await diehlCook2015().infer(checkpoint, test, { registry, bus });
await bus.close();

const accuracy = (100 * (results.accuracy ?? Number.NaN)).toFixed(2);
console.log(`Accuracy ${accuracy} % on ${test.count} test images of ${name}${synthetic ? ' (synthetic data: no figure on MNIST)' : ''}`);
