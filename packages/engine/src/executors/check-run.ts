import { N3mlError, type RunOptions, type SpikeTrain, suggest } from '@n3ml/core';
import type { PopulationPlan } from '../plan/plan.ts';

/** The trains in the order of the populations. @throws N3mlError where a train fits no input population */
export function orderInputs(
  populations: readonly PopulationPlan[],
  inputs: Readonly<Record<string, SpikeTrain>>,
  { steps }: Pick<RunOptions, 'steps'>,
): readonly (SpikeTrain | undefined)[] {
  if (!Number.isInteger(steps) || steps <= 0) {
    throw new N3mlError('N3ML_BAD_STEPS', `A run needs a positive whole number of steps, not ${steps}.`, { details: { steps } });
  }
  for (const name in inputs) {
    const population = populations.find((candidate) => candidate.name === name);
    if (!population || population.program) {
      const known = populations.filter(({ program }) => !program).map((candidate) => candidate.name);
      throw new N3mlError('N3ML_UNKNOWN_POPULATION', `There is no input population '${name}' to drive. ${suggest(name, known)}`);
    }
    checkTrain(population, inputs[name]!, steps);
  }
  return populations.map(({ name }) => inputs[name]);
}

function checkTrain({ name, size }: PopulationPlan, train: SpikeTrain, steps: number): void {
  if (train.steps !== steps) {
    throw new N3mlError('N3ML_SIZE_MISMATCH', `The spike train for '${name}' has ${train.steps} steps, but the run has ${steps}.`, {
      details: { population: name, given: train.steps, expected: steps },
    });
  }
  if (train.signs) {
    throw new N3mlError(
      'N3ML_SIGNED_SPIKES',
      `The spike train for '${name}' has negative spikes, which this network's connections can't carry. Use an encoder without signs.`,
    );
  }
  const count = train.offsets[steps]!;
  for (let k = 0; k < count; k++) {
    if (train.ids[k]! >= size) {
      throw new N3mlError(
        'N3ML_SIZE_MISMATCH',
        `The spike train for '${name}' has a spike of neuron ${train.ids[k]}, but the population has ${size} neurons.`,
        {
          details: { population: name, neuron: train.ids[k], size },
        },
      );
    }
  }
}

/** The error for a state variable that has become NaN. */
export const notANumber = (population: string, neuron: number, step: number): N3mlError =>
  new N3mlError(
    'N3ML_NOT_A_NUMBER',
    `Neuron ${neuron} of population '${population}' became NaN in step ${step}. Look at its equations, its inputs, or take a shorter dt.`,
    { details: { population, neuron, step } },
  );
