import { hasNeuron, N3mlError, type Network, type Neuron, suggest } from '@n3ml/core';
import { compileNeuron } from '@n3ml/equations';
import { checkConnection } from './check-connection.ts';
import type { ConnectionPlan, Plan, PopulationPlan } from './plan.ts';
import { planRule } from './plan-rule.ts';
import { withPlace } from './with-place.ts';

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
    const { size, carries = 'spikes' } = population;
    if (!Number.isInteger(size) || size <= 0) {
      throw new N3mlError('N3ML_BAD_NETWORK', `Population '${name}' needs a positive whole number of neurons, not ${size}.`, {
        details: { population: name, size },
      });
    }
    if (!hasNeuron(population)) return { name, index, size, carries, program: undefined };
    if (carries !== 'spikes') {
      throw new N3mlError('N3ML_BAD_NETWORK', `Population '${name}' carries ${carries}, which only an input can; neurons carry spikes.`, {
        details: { population: name },
      });
    }
    checkPerNeuron(name, size, population.neuron);
    return { name, index, size, carries, program: withPlace(`population '${name}'`, () => compileNeuron(population.neuron, { dt })) };
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
      step: connection.arrives === 'same step' && pre.carries !== 'current' ? 1 : 0,
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

function delaySteps(delay: number | Float32Array, dt: number): number | Uint16Array {
  if (typeof delay === 'number') return Math.round(delay / dt);
  const steps = new Uint16Array(delay.length);
  for (let k = 0; k < steps.length; k++) steps[k] = Math.round(delay[k]! / dt);
  return steps;
}
