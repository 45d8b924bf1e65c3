import type { Kind, Registry } from '@n3ml/core';
import { wasm } from '@n3ml/engine';
import { encoderInsight } from './encoder-insight.ts';
import type { ExplainOptions, Explanation } from './explanation.ts';
import type { Insight, Workbench } from './insight.ts';
import { kernelsOf } from './kernels.ts';
import { modelInsight } from './model-insight.ts';
import { neuronInsight } from './neuron-insight.ts';
import { ruleInsight } from './rule-insight.ts';

/** How things are examined, by kind. The others are not made: that could load data, open files or start a device. */
const insights: Readonly<Record<string, ((made: never, workbench: Workbench) => Insight) | undefined>> = {
  learningRule: ruleInsight,
  neuron: neuronInsight,
  encoder: encoderInsight,
  model: modelInsight,
};

/** Kinds of which options make a difference to what is explained. */
export const examinedKinds: readonly string[] = Object.keys(insights);

/**
 * Explains something by its kind and name: what it says about itself, and for neurons, learning rules, encoders and models what is found out by making
 * and running one.
 *
 * @throws N3mlError N3ML_UNKNOWN_NAME; what making it with `options` throws, and compiling it
 * @example
 * const { about, equations, plots } = await explain(createN3ml(), 'learningRule', 'power-law', { options: { tauPre: 10 } });
 */
export async function explain(registry: Registry, kind: string, name: string, options: ExplainOptions = {}): Promise<Explanation> {
  const { plugin, about, options: specs } = registry.describe(kind, name);
  const look = insights[kind];
  // The registry gives the kind what its row of the table says.
  const made = look && (registry.resolve(kind as Kind, name, options.options) as never);
  const insight = look?.(made as never, { ...options, registry, executor: wasm() }) ?? {};
  const { equations = [], reads = [], writes = [], plots, kernels } = insight;
  return {
    kind,
    name,
    plugin,
    ...(about && { about }),
    options: Object.entries(specs).map(([option, spec]) => ({ name: option, ...spec })),
    equations,
    reads,
    writes,
    kernels: kernels ? await kernelsOf(kernels(), options.kernels ?? false) : [],
    plots: (options.plots ?? true) ? (plots?.() ?? []) : [],
  };
}
