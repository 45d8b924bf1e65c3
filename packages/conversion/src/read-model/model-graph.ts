import { N3mlError } from '@n3ml/core';
import type { tf } from '@n3ml/tensor';
import type { Layer, Site } from './site.ts';

type Model = tf.LayersModel;
type Symbolic = tf.SymbolicTensor;

const isModel = (layer: Layer): layer is Model => 'layers' in layer;

/** The layers of a model, those of nested models in their place. */
function leaves(model: Model, prefix = ''): { layer: Layer; name: string }[] {
  return model.layers.flatMap((layer) =>
    isModel(layer) ? leaves(layer, `${prefix}${layer.name}/`) : [{ layer, name: `${prefix}${layer.name}` }],
  );
}

const ordinal = (n: number): string => {
  const teen = n % 100 > 10 && n % 100 < 14;
  return `${n}${(!teen && ['th', 'st', 'nd', 'rd'][n % 10]) || 'th'}`;
};

/** One use of a layer: what it gets and who gets what it gives. */
export interface Use {
  readonly site: Site;
  readonly inputs: readonly Use[];
  /** The layers that it feeds. */
  readonly consumers: readonly string[];
}

const unsupported = (message: string): N3mlError => new N3mlError('N3ML_UNSUPPORTED_MODEL', message);

function onlyOne(symbols: readonly Symbolic[], model: Model, what: string): Symbolic {
  if (symbols.length === 1) return symbols[0]!;
  if (symbols.length === 0) {
    throw unsupported(`Model '${model.name}' is not built yet: give its first layer an inputShape.`);
  }
  throw unsupported(`Model '${model.name}' has ${symbols.length} ${what}s; a converted network has one. Build a model of one ${what}.`);
}

/**
 * The uses of a model's layers, each after those that feed it; the last one gives the output.
 *
 * @throws N3mlError N3ML_UNSUPPORTED_MODEL for several inputs or outputs, a layer that is used twice, and a model that isn't built
 */
export function modelGraph(model: Model): readonly Use[] {
  const known = leaves(model);
  const uses = new Map<Layer, Use & { readonly symbol: Symbolic; readonly consumers: string[] }>();
  const nested = new Map<Model, Symbolic>();

  const place = (layer: Layer, inputs: readonly Use[]): string => {
    const index = known.findIndex((leaf) => leaf.layer === layer);
    const position = index < 0 ? '' : `, ${ordinal(index + 1)} of ${known.length}`;
    const sources = inputs.map(({ site }) => `'${site.name}'`).join(' and ');
    return `layer '${known[index]?.name ?? layer.name}' (${layer.getClassName()}${position})${sources && `, after ${sources}`}`;
  };

  /** `bound` is what the inputs of the nested models stand for. */
  function visit(symbol: Symbolic, bound: ReadonlyMap<Symbolic, Use>): Use {
    const outer = bound.get(symbol);
    if (outer) return outer;
    const layer = symbol.sourceLayer;
    const read = uses.get(layer);
    if (read?.symbol === symbol) return read;
    const inputs = symbol.inputs.map((input) => visit(input, bound));
    if (uses.has(layer) || (isModel(layer) && (nested.get(layer) ?? symbol) !== symbol)) {
      throw unsupported(`Can't convert ${place(layer, inputs)}: it is used more than once. Give each use a layer of its own.`);
    }
    if (isModel(layer)) {
      nested.set(layer, symbol);
      const inner = new Map(bound).set(onlyOne(layer.inputs, layer, 'input'), inputs[0]!);
      return visit(onlyOne(layer.outputs, layer, 'output'), inner);
    }
    const name = known.find((leaf) => leaf.layer === layer)?.name ?? layer.name;
    const site: Site = { layer, name, config: layer.getConfig(), shape: symbol.shape.slice(1) as number[], place: place(layer, inputs) };
    const use = { site, inputs, consumers: [], symbol };
    for (const input of inputs) uses.get(input.site.layer)!.consumers.push(name);
    uses.set(layer, use);
    return use;
  }

  onlyOne(model.inputs, model, 'input');
  visit(onlyOne(model.outputs, model, 'output'), new Map());
  const missed = known.find(({ layer }) => !uses.has(layer) && layer.getClassName() !== 'InputLayer');
  if (missed) throw unsupported(`Can't convert ${place(missed.layer, [])}: it is not on the way from the input to the output.`);
  return [...uses.values()];
}
