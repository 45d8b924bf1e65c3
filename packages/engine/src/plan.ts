import type { LearningRule, Network, Neuron, Topology } from '@n3ml/core';
import { hasNeuron, N3mlError, suggest } from '@n3ml/core';
import { compileNeuron, compileRule, type NeuronProgram, type RuleProgram, unchangedWhenZero } from '@n3ml/equations';
import { checkConnection } from './check-connection.ts';
import { symbolsOf } from './kernels/expression.ts';
import { withPlace } from './place.ts';

/** A population, with its equations compiled; inputs have no program. */
export interface PopulationPlan {
  readonly name: string;
  readonly index: number;
  readonly size: number;
  readonly program: NeuronProgram | undefined;
}

/** A learning rule on a connection, and what its equations allow to be skipped. */
export interface RulePlan {
  readonly program: RuleProgram;
  /** onPre leaves a synapse as it is while its postsynaptic neuron has not spiked in this sample. */
  readonly onPreSkipsSilent: boolean;
  /** onPost leaves a synapse as it is while its presynaptic neuron has not spiked in this sample. */
  readonly onPostSkipsSilent: boolean;
  /** onStep leaves every synapse as it is while all signals are 0. */
  readonly onStepSkipsZeroSignals: boolean;
  /** Weights change at spikes and in onStep, so that only the clamp after onStep may be run. */
  readonly clampsInStep: boolean;
}

export interface ConnectionPlan {
  readonly name: string;
  readonly index: number;
  readonly pre: PopulationPlan;
  readonly post: PopulationPlan;
  readonly topology: Topology;
  readonly channel: string;
  readonly weights: Float32Array | number;
  readonly bounds: readonly [number, number];
  readonly rule: RulePlan | undefined;
  /** The sum that the weights into a neuron are scaled to. */
  readonly normalizedSum: number | undefined;
  /** Delay in steps, one for all or one per weight. */
  readonly delay: number | Uint16Array;
  readonly longestDelay: number;
}

/** A network, checked and compiled to programs: what both executors run. */
export interface Plan {
  readonly network: Network;
  readonly populations: readonly PopulationPlan[];
  readonly connections: readonly ConnectionPlan[];
}

/**
 * Checks a network and compiles its equations.
 * @throws N3mlError for sizes that don't match, unknown names, numbers that are not finite, and every mistake in an equation
 */
export function planNetwork(network: Network): Plan {
  const { dt } = network;
  if (!(dt > 0 && Number.isFinite(dt))) {
    throw new N3mlError('N3ML_BAD_NETWORK', `The step dt has to be a positive number of ms, not ${dt}.`, { details: { dt } });
  }
  const populations = Object.entries(network.populations).map(([name, population], index): PopulationPlan => {
    const { size } = population;
    if (!Number.isInteger(size) || size <= 0) {
      throw new N3mlError('N3ML_BAD_NETWORK', `Population '${name}' needs a positive whole number of neurons, not ${size}.`, {
        details: { population: name, size },
      });
    }
    if (!hasNeuron(population)) return { name, index, size, program: undefined };
    checkPerNeuron(name, size, population.neuron);
    return { name, index, size, program: withPlace(`population '${name}'`, () => compileNeuron(population.neuron, { dt })) };
  });

  const find = (connection: string, end: 'from' | 'to', name: string): PopulationPlan => {
    const found = populations.find((population) => population.name === name);
    if (found) return found;
    const known = populations.map((population) => population.name);
    throw new N3mlError(
      'N3ML_UNKNOWN_POPULATION',
      `Connection '${connection}' goes ${end} '${name}', which is no population. ${suggest(name, known)}`,
    );
  };

  const connections = Object.entries(network.connections).map(([name, connection], index): ConnectionPlan => {
    const pre = find(name, 'from', connection.from);
    const post = find(name, 'to', connection.to);
    const bounds = connection.bounds ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    checkConnection(name, connection, pre, post);
    const delay = delaySteps(connection.delay ?? 0, dt);
    return {
      name,
      index,
      pre,
      post,
      topology: connection.topology,
      channel: connection.target ?? 'I',
      weights: connection.weights,
      bounds,
      rule: connection.rule && planRule(name, connection.rule, dt, bounds),
      normalizedSum: connection.normalize?.sum,
      delay,
      longestDelay: typeof delay === 'number' ? delay : delay.reduce((a, b) => Math.max(a, b), 0),
    };
  });
  return { network, populations, connections };
}

function checkPerNeuron(population: string, size: number, { params }: Neuron): void {
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== 'number' && value.length !== size) {
      throw new N3mlError(
        'N3ML_SIZE_MISMATCH',
        `Population '${population}' has ${size} neurons, but its parameter '${name}' holds ${value.length} numbers. Give one number, or ${size}.`,
        { details: { population, parameter: name, size, given: value.length } },
      );
    }
  }
}

function planRule(connection: string, rule: LearningRule, dt: number, [wMin, wMax]: readonly [number, number]): RulePlan {
  const program = withPlace(`the rule of connection '${connection}'`, () => compileRule(rule, { dt, wMin, wMax }));
  const silent = new Set([
    ...program.pre.filter((variable) => variable.zeroUntilSpike).map(({ name }) => `pre.${name}`),
    ...program.post.filter((variable) => variable.zeroUntilSpike).map(({ name }) => `post.${name}`),
  ]);
  const skips = (side: 'pre' | 'post', assigns: RuleProgram['onPre']): boolean =>
    unchangedWhenZero(assigns, (slot) => slot.scope === side && silent.has(`${side}.${slot.name}`));
  const clampsInStep = changesWeights(program.onStep) && (changesWeights(program.onPre) || changesWeights(program.onPost));
  return {
    program,
    onPreSkipsSilent: skips('post', program.onPre),
    onPostSkipsSilent: skips('pre', program.onPost),
    onStepSkipsZeroSignals:
      program.signals.length > 0 && !clampsInStep && unchangedWhenZero(program.onStep, (slot) => slot.scope === 'signal'),
    clampsInStep,
  };
}

function delaySteps(delay: number | Float32Array, dt: number): number | Uint16Array {
  if (typeof delay === 'number') return Math.round(delay / dt);
  const steps = new Uint16Array(delay.length);
  for (let k = 0; k < steps.length; k++) steps[k] = Math.round(delay[k]! / dt);
  return steps;
}

/** True where a rule's statements change weights. */
export const changesWeights = (assigns: RuleProgram['onPre']): boolean => symbolsOf(assigns).assigned.has('synapse.w');
