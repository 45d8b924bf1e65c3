/** Diehl & Cook 2015, second part: each neuron gets the label to which it answers most. */
import { createEventBus, createRegistry } from '@n3ml/core';
import { readCheckpoint, writeCheckpoint } from '@n3ml/core/node';
import { slice } from '@n3ml/datasets';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { progress } from '@n3ml/observers';
import stdp, { diehlCook2015 } from '@n3ml/stdp';
import { loadDigits } from './digits.ts';

const samples = Number(process.env.SAMPLES ?? 10_000);
const registry = createRegistry().use(neurons, encoders, engine, stdp);
const bus = createEventBus();
bus.attach(progress());

// Labelled TRAINING images: the test images are not to be seen before the end.
const { train } = await loadDigits();
const checkpoint = await readCheckpoint('runs/network.safetensors');
const assigned = await diehlCook2015().assign(checkpoint, slice(train, 0, samples), { registry, bus });
await writeCheckpoint('runs/network.safetensors', assigned.checkpoint);
await bus.close();

const neuronsOf = (digit: number): number => assigned.checkpoint.tensors.assignments?.data.filter((label) => label === digit).length ?? 0;
console.log(`Neurons by digit: ${Array.from({ length: 10 }, (_, digit) => `${digit}: ${neuronsOf(digit)}`).join(', ')}`);
