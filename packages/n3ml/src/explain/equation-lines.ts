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

const list = (params: LearningRule['params'] | Neuron['params']): string =>
  Object.entries(params)
    .map(([name, value]) => `${name} = ${typeof value === 'number' ? value : 'one number per neuron'}`)
    .join(', ');

export const ruleEquations = ({ params, state, onPre, onPost, onStep }: LearningRule): readonly ExplainedEquation[] => [
  ...equation('state', state),
  ...equation('onPre', onPre),
  ...equation('onPost', onPost),
  ...equation('onStep', onStep),
  ...equation('params', list(params)),
];

export const neuronEquations = ({
  params,
  state,
  init,
  input,
  threshold,
  reset,
  refractory,
  method,
}: Neuron): readonly ExplainedEquation[] => [
  ...equation('state', state),
  ...equation('init', init),
  ...(typeof input === 'string'
    ? equation('input', input)
    : Object.entries(input).flatMap(([channel, text]) => equation(`input ${channel}`, text))),
  ...equation('threshold', threshold),
  ...equation('reset', reset),
  ...equation('refractory', refractory),
  ...equation('method', method),
  ...equation('params', list(params)),
];
