import { N3mlError } from '@n3ml/core';
import type { tf } from '@n3ml/tensor';

export type Layer = tf.layers.Layer;

/** A layer of the model that is being read, and where it stands. */
export interface Site {
  readonly layer: Layer;
  /** Its name; within a nested model after that one's name and a slash. */
  readonly name: string;
  /** As its class keeps it: `{ kernelSize: [3, 3], padding: 'same' }`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Of what it gives, without the batch. */
  readonly shape: readonly number[];
  /** "layer 'conv2' (Conv2D, 3rd of 12), after 'conv1'" */
  readonly place: string;
}

/** The error about a layer that can't be converted. `why` and `remedy` are sentences without and with their full stop. */
export const refusal = (site: Site, code: `N3ML_${string}`, why: string, remedy: string): N3mlError =>
  new N3mlError(code, `Can't convert ${site.place}: ${why}. ${remedy}`, {
    details: { layer: site.name, class: site.layer.getClassName() },
  });

/**
 * A weight of the layer by the end of its name, such as 'kernel'; undefined where the layer has none.
 *
 * @throws N3mlError N3ML_BAD_WEIGHTS where a value is NaN or infinite
 */
export function weightOf(site: Site, name: string): Float32Array | undefined {
  const variable = site.layer.weights.find(({ originalName }) => originalName.split('/').at(-1) === name);
  if (!variable) return undefined;
  const values = Float32Array.from(variable.read().dataSync());
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw refusal(
      site,
      'N3ML_BAD_WEIGHTS',
      `its ${name} holds ${values[bad]} at index ${bad}`,
      'Train it again, with a lower learning rate.',
    );
  return values;
}
