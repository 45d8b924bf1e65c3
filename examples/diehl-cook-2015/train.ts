/** Diehl & Cook 2015, first part: an untrained network looks at digits and learns by STDP, without labels. */
import { mkdir, writeFile } from 'node:fs/promises';
import { createRegistry, randomStream } from '@n3ml/core';
import { writeCheckpoint } from '@n3ml/core/node';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import { slice, toUnit } from '@n3ml/datasets';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { encodePng, weightGrid } from '@n3ml/observers';
import stdp, { diehlCook2015 } from '@n3ml/stdp';
import { loadDigits } from './digits.ts';

const samples = Number(process.env.SAMPLES ?? 10_000);
const seed = 0;

// Step 1: prepare the dataset.
const digits = await loadDigits();
const images = slice(digits.train, 0, samples);

// Step 2: define the encoding. A pixel's brightness becomes the rate of a Poisson process.
const registry = createRegistry().use(neurons, encoders, engine, stdp);
const encoder = registry.create('encoder', 'poisson', { maxRate: 64 });

// Step 3: define the model, and compile its equations.
const model = diehlCook2015({ neurons: 100, seed });
const network = model.network(images.shape, registry);
const simulation = registry.create('executor', 'wasm').compile(network);

// Step 4: train. Each image is shown for 350 ms; the weights learn in every step and are normalized after it.
const { steps } = model.options;
const { dt } = network;
const spikes = new SpikeTrainBuilder();
await mkdir('runs', { recursive: true });

for (let image = 0; image < images.count; image++) {
  simulation.reset();

  spikes.begin(steps);
  encoder.encode(toUnit(images, image), spikes, { steps, dt, random: randomStream(seed, 'encode', image) });
  simulation.run({ input: spikes.finish() }, { steps, learn: true });

  simulation.endSample();

  // Observe how the weights change: open runs/weights.png in a viewer that reloads.
  if ((image + 1) % 1000 === 0) {
    const values = simulation.weights('input-exc');
    const [rows, columns] = [values.length / model.options.neurons, model.options.neurons];
    await writeFile('runs/weights.png', encodePng(weightGrid({ rows, columns, shape: images.shape, values })));
    console.log(`${image + 1} of ${images.count} images`);
  }
}

// What the next two parts need: the options that rebuild the network, and what it has learned.
await writeCheckpoint('runs/network.safetensors', {
  model: model.name,
  options: { ...model.options },
  progress: { shape: images.shape, samples: images.count },
  tensors: simulation.save(),
});
console.log(`Trained on ${images.count} images of ${digits.name}${digits.synthetic ? ' (synthetic data)' : ''}: runs/network.safetensors`);
