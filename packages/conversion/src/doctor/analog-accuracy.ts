import { tf } from '@n3ml/tensor';
import type { AnalogNetwork } from '../analog-network.ts';
import type { Forward } from '../forward.ts';
import type { Course } from './course.ts';
import { batchOf, type SampleSource } from './sample-source.ts';

/** The fraction of the samples whose label is the largest output of the ANN; of equals the first. */
export async function analogAccuracy(
  ann: Forward,
  { input, layers }: AnalogNetwork,
  source: SampleSource,
  labels: Uint8Array,
  course: Course,
): Promise<number> {
  let right = 0;
  await course.report('measure the ANN', 0, source.count);
  for (let first = 0; first < source.count; first += source.batch) {
    const samples = Math.min(source.batch, source.count - first);
    const classes = tf.tidy(() => {
      const output = ann.run(batchOf(source, input, first, samples)).get(layers.at(-1)!.name)!;
      return tf.argMax(tf.reshape(output, [samples, -1]), 1);
    });
    const predicted = await classes.data();
    classes.dispose();
    for (let b = 0; b < samples; b++) if (predicted[b] === labels[first + b]) right++;
    await course.report('measure the ANN', first + samples, source.count);
  }
  return right / source.count;
}
