import { N3mlError, type Tensors } from '@n3ml/core';
import * as tf from '../tf.ts';
import { checkLayout, type WeightLayout } from './check-layout.ts';
import { type Match, matchTensors } from './match-tensors.ts';
import { type Probe, probeDifference, splitProbe } from './probe.ts';
import { transpose } from './transpose.ts';
import { weightPlaces } from './weight-place.ts';

/** Where weights come from. */
export interface ImportOptions {
  /**
   * Whose order of axes the tensors have. `'pytorch'`: convolutions [out, in, height, width], depthwise ones [channels * multiplier, 1, height, width], dense layers [out, in],
   * maps flattened with their channels first, batch normalization as weight, bias, running_mean and running_var.
   */
  readonly layout: WeightLayout;
  /**
   * The tensor of every weight: `{ 'conv1/kernel': 'features.0.weight' }`. @default by equal names; else in order: tensors sorted by name, numbers by their value, within a
   * module weight, bias, mean and variance; weights in the order of the layers
   */
  readonly names?: Readonly<Record<string, string>>;
  /** Has to come out as in the original network. @default the tensors `probe.input` and `probe.output`, where they are there */
  readonly probe?: Probe;
  /** Told where nothing could show whether the layout is right. */
  readonly note?: (message: string) => void;
}

function inModelOrder({ place, name, tensor }: Match, layout: WeightLayout): Float32Array {
  const index = tensor.data.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) {
    throw new N3mlError(
      'N3ML_NOT_A_NUMBER',
      `Tensor '${name}' is ${tensor.data[index]} at index ${index}; every weight has to be finite.`,
      {
        details: { tensor: name, index },
      },
    );
  }
  if (layout === 'tensorflow') return Float32Array.from(tensor.data);
  const { view, axes } = place.torch();
  return transpose(tensor.data, view, axes);
}

/** Puts numbers into the weights and gives those that were there. */
function exchange(matches: readonly Match[], values: readonly Float32Array[]): readonly Float32Array[] {
  const before = matches.map(({ place }) => Float32Array.from(place.variable.read().dataSync()));
  tf.tidy(() => {
    matches.forEach(({ place }, k) => {
      place.variable.write(tf.tensor(values[k]!, [...place.shape]));
    });
  });
  return before;
}

/**
 * Fills a model with the weights of another program, such as those of `decodeSafetensors`. Every tensor is used once and none is left over (but for PyTorch's counters
 * `num_batches_tracked`). A wrong layout is noticed by the shapes, and by the probe where there is one. Where it can't be noticed, `note` is told.
 *
 * @throws N3mlError N3ML_WEIGHTS_MISMATCH, N3ML_WRONG_LAYOUT (by shapes, or by the probe), N3ML_NOT_A_NUMBER, N3ML_UNSUPPORTED_LAYER; the model is then as it was
 * @example importWeights(model, decodeSafetensors(bytes, 'net.safetensors'), { layout: 'pytorch' });
 */
export function importWeights(model: tf.LayersModel, tensors: Tensors, { layout, names, probe: given, note }: ImportOptions): void {
  const { weights, probe = given } = splitProbe(tensors);
  const wanted = Object.entries(weights).filter(([name]) => layout !== 'pytorch' || !name.endsWith('num_batches_tracked'));
  const matches = matchTensors(weightPlaces(model), Object.fromEntries(wanted), names);
  const isProven = checkLayout(matches, layout);
  const before = exchange(
    matches,
    matches.map((match) => inModelOrder(match, layout)),
  );
  if (probe) {
    checkProbe(model, probe, layout, () => exchange(matches, before));
  } else if (!isProven) {
    note?.(
      `The shapes of the weights fit layout 'tensorflow' as well as 'pytorch', so nothing shows whether '${layout}' is right. Give a probe, or compare the accuracy.`,
    );
  }
}

function checkProbe(model: tf.LayersModel, probe: Probe, layout: WeightLayout, restore: () => void): void {
  const { tolerance = 1e-3 } = probe;
  let difference = Number.POSITIVE_INFINITY;
  try {
    difference = probeDifference(model, probe, layout);
  } finally {
    if (!(difference <= tolerance)) restore();
  }
  if (difference <= tolerance) return;
  throw new N3mlError(
    'N3ML_WRONG_LAYOUT',
    `With these weights in layout '${layout}' the model's answer to the probe differs by ${difference.toPrecision(2)} of the largest output (tolerance ${tolerance}). Try the other layout, give names if the order of the tensors is wrong, or build the model that the weights belong to.`,
    { details: { layout, difference, tolerance } },
  );
}
