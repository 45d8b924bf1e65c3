import { N3mlError, suggest, type Tensor, type Tensors } from '@n3ml/core';
import type { WeightPlace } from './weight-place.ts';

/** A weight of the model and the tensor that goes there. */
export interface Match {
  readonly place: WeightPlace;
  readonly name: string;
  readonly tensor: Tensor;
}

/** The order of a layer's weights, by their names in TensorFlow and PyTorch. */
const RANK: Readonly<Record<string, number>> = {
  kernel: 0,
  depthwise_kernel: 0,
  gamma: 0,
  weight: 0,
  bias: 1,
  beta: 1,
  moving_mean: 2,
  running_mean: 2,
  moving_variance: 3,
  running_var: 3,
};

/** `features.10.bias` as its module, its place in the module, and whether its name says what it is. */
function parse(name: string): { readonly module: readonly string[]; readonly rank: number | undefined } {
  const parts = name.replace(/:0$/, '').split(/[./]/);
  const role = parts.at(-1)!;
  return Object.hasOwn(RANK, role) ? { module: parts.slice(0, -1), rank: RANK[role] } : { module: parts, rank: undefined };
}

const numeric = new Intl.Collator('en', { numeric: true });

/** By module, numbers by their value (`features.2` before `features.10`), then by place in the module: a file is sorted otherwise. */
function naturally(a: string, b: string): number {
  const [first, second] = [parse(a), parse(b)];
  for (let k = 0; k < Math.max(first.module.length, second.module.length); k++) {
    const order = numeric.compare(first.module[k] ?? '', second.module[k] ?? '');
    if (order !== 0) return order;
  }
  return (first.rank ?? 0) - (second.rank ?? 0);
}

const mismatch = (message: string, details: Readonly<Record<string, unknown>>): N3mlError =>
  new N3mlError('N3ML_WEIGHTS_MISMATCH', message, { details });
const quote = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

function byMap(places: readonly WeightPlace[], tensors: Tensors, names: Readonly<Record<string, string>>): readonly Match[] {
  const known = places.map(({ name }) => name);
  const stray = Object.keys(names).find((name) => !known.includes(name));
  if (stray !== undefined) throw mismatch(`The model has no weight '${stray}'. ${suggest(stray, known)}`, { weight: stray });
  const unnamed = known.filter((name) => !Object.hasOwn(names, name));
  if (unnamed.length > 0)
    throw mismatch(`The names leave out ${quote(unnamed)} of the model. Name a tensor for every weight.`, { unnamed });
  const matches = places.map((place) => {
    const name = names[place.name]!;
    if (!Object.hasOwn(tensors, name)) {
      throw mismatch(`There is no tensor '${name}' for weight '${place.name}'. ${suggest(name, Object.keys(tensors))}`, { tensor: name });
    }
    return { place, name, tensor: tensors[name]! };
  });
  const used = matches.map(({ name }) => name);
  const twice = used.find((name, k) => used.indexOf(name) < k);
  if (twice !== undefined) throw mismatch(`Tensor '${twice}' is named for two weights. Every tensor is used once.`, { tensor: twice });
  const left = Object.keys(tensors).filter((name) => !used.includes(name));
  if (left.length > 0)
    throw mismatch(`No weight is named for ${quote(left)}. Name a weight for every tensor, or leave these out.`, { left });
  return matches;
}

function inOrder(places: readonly WeightPlace[], tensors: Tensors): readonly Match[] {
  const names = Object.keys(tensors).sort(naturally);
  // The weights of a layer lie together; within it they are brought into the order of the tensors.
  const rankOf = ({ role }: WeightPlace): number => RANK[role] ?? 0;
  const layerOf = ({ name }: WeightPlace): string => name.slice(0, name.lastIndexOf('/'));
  const layers = [...new Set(places.map(layerOf))];
  const ordered = layers.flatMap((layer) => places.filter((place) => layerOf(place) === layer).sort((a, b) => rankOf(a) - rankOf(b)));
  if (names.length !== ordered.length) {
    const left = names.length > ordered.length ? names.slice(ordered.length) : ordered.slice(names.length).map(({ name }) => name);
    throw mismatch(
      `There are ${names.length} tensors for the ${ordered.length} weights of the model: in order, ${quote(left)} ${left.length > 1 ? 'are' : 'is'} left over. Give names, or build the model that the weights belong to.`,
      { tensors: names.length, weights: ordered.length, left },
    );
  }
  return ordered.map((place, k) => {
    const name = names[k]!;
    const { rank } = parse(name);
    if (rank !== undefined && rank !== rankOf(place)) {
      throw mismatch(`In order, tensor '${name}' would go to weight '${place.name}', which is something else. Give names.`, {
        tensor: name,
        weight: place.name,
      });
    }
    return { place, name, tensor: tensors[name]! };
  });
}

/**
 * Finds the tensor of every weight: by `names`, by equal names, or in order. Each tensor is used once and none is left over.
 *
 * @throws N3mlError N3ML_WEIGHTS_MISMATCH naming what doesn't fit
 */
export function matchTensors(places: readonly WeightPlace[], tensors: Tensors, names?: Readonly<Record<string, string>>): readonly Match[] {
  if (names) return byMap(places, tensors, names);
  const isNamedAlike = places.every(({ name }) => Object.hasOwn(tensors, name));
  return isNamedAlike ? byMap(places, tensors, Object.fromEntries(places.map(({ name }) => [name, name]))) : inOrder(places, tensors);
}
