/** Diehl et al. 2015: a network of ReLUs learns digits by backpropagation; integrate-and-fire neurons take its weights, with balanced thresholds. */

/** Diehl et al. 2015: a network of ReLUs learns digits by backpropagation; integrate-and-fire neurons take its weights, with balanced thresholds. */
import conversion, { activation, balance, convert, diehl2015, readModel, toCheckpoint } from '@n3ml/conversion';
import { createEventBus, createRegistry, type Dataset } from '@n3ml/core';
import { mnist, slice, syntheticDigits } from '@n3ml/datasets';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { progress } from '@n3ml/observers';
import tensor, { evaluate, fit, openBackend } from '@n3ml/tensor';

const { N3ML_DATA: dir, SAMPLES, TEST_SAMPLES, EPOCHS = '2' } = process.env;
const seed = 0;

// Step 1: prepare the dataset. Synthetic digits where there is no MNIST: no accuracy on them is one on MNIST.
const digits: Dataset = dir ? await mnist({ dir }) : await syntheticDigits({ train: 5000, test: 1000 });
const train = slice(digits.train, 0, Number(SAMPLES ?? digits.train.count));
const test = slice(digits.test, 0, Number(TEST_SAMPLES ?? digits.test.count));

// Step 2: define the ANN, and train it by the recipe: Adam, learning rate 0.001, batches of 50.
const bus = createEventBus();
bus.attach(progress());
console.log((await openBackend()).summary);
const ann = diehl2015();
const model = ann.build(seed, digits.train.shape, digits.classes.length);
await fit(model, train, { ...ann.recipe, epochs: Number(EPOCHS), seed, bus });
const { accuracy } = await evaluate(model, test, { bus });

// Step 3: read it as a network of layers, and find the largest activation of each on training images.
const registry = createRegistry().use(neurons, encoders, engine, tensor, conversion);
const network = readModel(model);
const found = await balance(network, slice(train, 0, Math.min(5000, train.count)), activation(), { registry, bus });

// Step 4: the same weights for spiking neurons, in units of their thresholds.
const spiking = convert(network, found);
for (const { name, lambda } of spiking.layers) console.log(`${name}: a spike stands for an activation of ${lambda[0]?.toPrecision(4)}`);

// Step 5: classify test images with spikes.
const checkpoint = toCheckpoint(spiking, { classes: digits.classes, ann: { name: ann.name, accuracy } });
const snn = registry.create('model', 'converted', checkpoint.options);
for (const steps of [10, 20, 50, 100]) {
  const { results } = await snn.infer(checkpoint, test, { registry, bus, options: { steps } });
  console.log(
    `SNN, ${steps} steps: ${(100 * (results.accuracy ?? Number.NaN)).toFixed(2)} %, ${Math.round(results.operationsPerSample ?? 0)} synaptic operations an image`,
  );
}
console.log(
  `ANN: ${(100 * accuracy).toFixed(2)} %, on ${test.count} test images of ${digits.name}${digits.synthetic ? ' (synthetic data)' : ''}`,
);
await bus.close();
