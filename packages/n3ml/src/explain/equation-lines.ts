import type { LearningRule, Neuron } from '@n3ml/core';
import type { ExplainedEquation } from './explanation.ts';

/** Equations as they were written, without the indentation of the file that they stood in. */
function equation(label: string, text: string | undefined): readonly ExplainedEquation[] {
  if (text === undefined || text.trim() === '') return [];
  return [
    {
      label,
      text: text
        .trim()
        .split('\n')
        .map((line) => line.trim())
        .join('\n'),
    },
  ];
}

export const ruleEquations = ({ state, onPre, onPost, onStep }: LearningRule): readonly ExplainedEquation[] => [
  ...equation('state', state),
  ...equation('onPre', onPre),
  ...equation('onPost', onPost),
  ...equation('onStep', onStep),
];

export const neuronEquations = ({ state, init, input, threshold, reset, refractory, method }: Neuron): readonly ExplainedEquation[] => [
  ...equation('state', state),
  ...equation('init', init),
  ...(typeof input === 'string'
    ? equation('input', input)
    : Object.entries(input).flatMap(([channel, text]) => equation(`input ${channel}`, text))),
  ...equation('threshold', threshold),
  ...equation('reset', reset),
  ...equation('refractory', refractory),
  ...equation('method', method),
];
