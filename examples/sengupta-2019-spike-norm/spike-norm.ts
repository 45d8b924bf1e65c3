/** Sengupta et al. 2019: a deep network learns CIFAR-10; Spike-Norm finds the thresholds of its spiking counterpart layer by layer, from spikes. */

/** Sengupta et al. 2019: a deep network learns CIFAR-10; Spike-Norm finds the thresholds of its spiking counterpart layer by layer, from spikes. */
import conversion, { balance, convert, preprocessor, readModel, spikeNorm, toCheckpoint } from '@n3ml/conversion';
import { createEventBus, createRegistry, N3mlError } from '@n3ml/core';
import { chain, cifar10, cifar10Statistics, normalizeChannels, randomCrop, randomFlip, slice } from '@n3ml/datasets';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { progress } from '@n3ml/observers';
import tensor, { evaluate, fit, openBackend } from '@n3ml/tensor';

// A VGG of three blocks unless another network is asked for: ANN=vgg16 and ANN=resnet20 are the paper's, for a machine with a GPU.
const {
  ANN = 'vgg',
  N3ML_DATA: dir,
  SAMPLES,
  TEST_SAMPLES = '1000',
  EPOCHS,
  STEPS = '200',
  BALANCE_SAMPLES = '200',
  BALANCE_STEPS = '50',
} = process.env;
const seed = 0;

// Step 1: prepare the dataset. Images are moved and mirrored while they are learned from, and normalized by channel.
const images = await cifar10(dir ? { dir } : {});
const train = slice(images.train, 0, Number(SAMPLES ?? images.train.count));
const test = slice(images.test, 0, Number(TEST_SAMPLES));
const normalize = normalizeChannels(cifar10Statistics);

// Step 2: define the ANN, and train it by its recipe.
const registry = createRegistry().use(neurons, encoders, engine, tensor, conversion);
if (!registry.has('ann', ANN)) throw new N3mlError('N3ML_UNKNOWN_NAME', `ANN=${ANN} is none of ${registry.names('ann').join(', ')}.`);
const bus = createEventBus();
bus.attach(progress());
console.log((await openBackend({ registry })).summary);
const { recipe, name, build } = registry.resolve('ann', ANN);
const model = build(seed, images.train.shape, images.classes.length);
const { augmented, ...settings } = recipe;
await fit(model, train, {
  ...settings,
  epochs: Number(EPOCHS ?? recipe.epochs),
  ...(augmented && { augment: chain(randomCrop(), randomFlip()) }),
  normalize,
  seed,
  bus,
});
const { accuracy } = await evaluate(model, test, { normalize, bus });

// Step 3: read it as a network of layers; Spike-Norm drives it with spikes and measures what each layer gets.
const network = readModel(model);
const preprocessing = cifar10Statistics;
const options = { encoding: 'signed-bernoulli', initialPotential: 0.5, output: 'membrane' } as const;
const found = await balance(
  network,
  slice(train, 0, Math.min(Number(BALANCE_SAMPLES), train.count)),
  spikeNorm({ steps: Number(BALANCE_STEPS) }),
  {
    ...options,
    registry,
    bus,
    preprocess: preprocessor(preprocessing),
  },
);

// Step 4: the same weights for spiking neurons, in units of their thresholds.
const spiking = convert(network, found, options);

// Step 5: classify test images with spikes.
const checkpoint = toCheckpoint(spiking, { preprocessing, classes: images.classes, ann: { name, accuracy } });
const snn = registry.create('model', 'converted', checkpoint.options);
const { results } = await snn.infer(checkpoint, test, { registry, bus, options: { steps: Number(STEPS) } });
await bus.close();
console.log(
  `ANN ${(100 * accuracy).toFixed(2)} %, SNN ${(100 * (results.accuracy ?? Number.NaN)).toFixed(2)} % in ${STEPS} steps, on ${test.count} test images`,
);
