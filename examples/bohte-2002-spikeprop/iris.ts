/** SpikeProp on Fisher's irises: the model, with its events, plots and a checkpoint. */
import { mkdir } from 'node:fs/promises';
import { createEventBus, createRegistry } from '@n3ml/core';
import { writeCheckpoint } from '@n3ml/core/node';
import { iris } from '@n3ml/datasets';
import { learningCurve, progress } from '@n3ml/observers';
import spikeprop, { bohte2002, spikeTimes } from '@n3ml/spikeprop';

const seed = Number(process.env.SEED ?? 1);

const registry = createRegistry().use(spikeprop);
const bus = createEventBus();
await mkdir('runs', { recursive: true });
bus.attach(progress());
bus.attach(learningCurve({ path: 'runs/learning-curve.svg' }));
bus.attach(spikeTimes({ path: 'runs/spike-times.svg' }));

// 120 flowers to learn from, 30 that are not seen before the end. `split` chooses which.
const { train, test, classes } = iris({ split: 0 });

// Receptive fields turn each measurement into the spike times of 12 neurons; one output for each species, and the earliest one wins.
const model = bohte2002({ seed });
const { checkpoint } = await model.train(train, { registry, bus });
await writeCheckpoint('runs/iris.safetensors', checkpoint);

const { results, checkpoint: judged } = await model.infer(checkpoint, test, { registry, bus });
await bus.close();

console.log(`Accuracy ${(100 * (results.accuracy ?? Number.NaN)).toFixed(1)} % on ${test.count} flowers that were held out.`);
const confusion = judged.tensors.confusion?.data ?? [];
classes.forEach((name, label) => {
  const row = Array.from(confusion.slice(label * classes.length, (label + 1) * classes.length));
  console.log(`${name.padStart(12)}: ${row.join(' ')}`);
});
console.log('Pictures: runs/learning-curve.svg, runs/spike-times.svg');
