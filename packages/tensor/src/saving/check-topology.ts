import { N3mlError, suggest } from '@n3ml/core';
import * as tf from '../tf.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every part that is made by the name of its class, with the name of the layer that it belongs to. */
function* classesIn(value: unknown, layer: string): Generator<{ className: string; layer: string }, void, undefined> {
  if (Array.isArray(value)) {
    for (const item of value) yield* classesIn(item, layer);
  } else if (isRecord(value)) {
    const { class_name: className, config } = value;
    const name = typeof value.name === 'string' ? value.name : isRecord(config) && typeof config.name === 'string' ? config.name : layer;
    if (typeof className === 'string') yield { className, layer: name };
    for (const item of Object.values(value)) yield* classesIn(item, name);
  }
}

/**
 * Refuses a topology with parts that TensorFlow.js can't make from data alone: Lambda layers, layers of one's own, those that it doesn't have.
 *
 * @throws N3mlError N3ML_UNKNOWN_LAYER naming layer and class
 */
export function checkTopology(topology: unknown, source: string): void {
  const known = tf.serialization.SerializationMap.getMap().classNameMap;
  for (const { className, layer } of classesIn(topology, '')) {
    if (Object.hasOwn(known, className)) continue;
    const remedy =
      className === 'Lambda'
        ? 'A Lambda layer holds code, and loading a network executes none. Build it without that layer.'
        : `${suggest(className, Object.keys(known)).replace(/ ?Known: .*/, '')} Register it with tf.serialization.registerClass, or build the network without it.`.trimStart();
    throw new N3mlError(
      'N3ML_UNKNOWN_LAYER',
      `Layer '${layer}' of ${source} is of the class '${className}', which is not known. ${remedy}`,
      {
        details: { layer, className, source },
      },
    );
  }
}
