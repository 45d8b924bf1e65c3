import { type Inputs, N3mlError, type RunOptions, type SpikeTrain, suggest } from '@n3ml/core';
import type { PopulationPlan } from '../plan/plan.ts';

/** What drives one population: a spike train, a current for each neuron, or nothing. */
export type Drive = SpikeTrain | Float32Array | undefined;

/** @throws N3mlError N3ML_BAD_STEPS */
export function checkSteps(steps: number): void {
  if (!Number.isInteger(steps) || steps <= 0) {
    throw new N3mlError('N3ML_BAD_STEPS', `A run needs a positive whole number of steps, not ${steps}.`, { details: { steps } });
  }
}

/** What drives each population, in the order of the populations. @throws N3mlError where it fits no input population */
export function orderInputs(
  populations: readonly PopulationPlan[],
  inputs: Inputs,
  { steps }: Pick<RunOptions, 'steps'>,
): readonly Drive[] {
  checkSteps(steps);
  for (const name in inputs) {
    const population = populations.find((candidate) => candidate.name === name);
    if (!population || population.program) {
      const known = populations.filter(({ program }) => !program).map((candidate) => candidate.name);
      throw new N3mlError('N3ML_UNKNOWN_POPULATION', `There is no input population '${name}' to drive. ${suggest(name, known)}`);
    }
    const drive = inputs[name]!;
    const carriesCurrent = population.carries === 'current';
    if (carriesCurrent !== drive instanceof Float32Array) {
      throw new N3mlError(
        'N3ML_WRONG_INPUT',
        carriesCurrent
          ? `The input '${name}' carries a current: give it a Float32Array [${population.size}], not a spike train.`
          : `The input '${name}' carries ${population.carries}: give it a spike train, not numbers, or declare it with carries: 'current'.`,
        { details: { population: name } },
      );
    }
    if (drive instanceof Float32Array) checkCurrent(population, drive);
    else checkTrain(population, drive, steps);
  }
  return populations.map(({ name }) => inputs[name]);
}

function checkCurrent({ name, size }: PopulationPlan, current: Float32Array): void {
  if (current.length !== size) {
    throw new N3mlError('N3ML_SIZE_MISMATCH', `The current for '${name}' holds ${current.length} numbers, but it has ${size} neurons.`, {
      details: { population: name, given: current.length, expected: size },
    });
  }
  const wrong = current.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new N3mlError('N3ML_NOT_A_NUMBER', `The current into neuron ${wrong} of '${name}' is ${current[wrong]}; it has to be finite.`, {
      details: { population: name, neuron: wrong },
    });
  }
}

function checkTrain({ name, size, carries }: PopulationPlan, train: SpikeTrain, steps: number): void {
  if (train.steps !== steps) {
    throw new N3mlError('N3ML_SIZE_MISMATCH', `The spike train for '${name}' has ${train.steps} steps, but the run has ${steps}.`, {
      details: { population: name, given: train.steps, expected: steps },
    });
  }
  if (train.signs && carries !== 'signed spikes') {
    throw new N3mlError(
      'N3ML_SIGNED_SPIKES',
      `The spike train for '${name}' has negative spikes, which this input doesn't carry. Declare it with carries: 'signed spikes', or use an encoder without signs.`,
      { details: { population: name } },
    );
  }
  const count = train.offsets[steps]!;
  for (let k = train.offsets[0]!; k < count; k++) {
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
