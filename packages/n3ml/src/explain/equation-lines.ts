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

/** Named values, as many to a line as fit on a narrow terminal. */
export function namedValues(values: Readonly<Record<string, number | string | boolean | Float32Array>>): string {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    const text = `${name} = ${typeof value === 'object' ? 'one number per neuron' : value}`;
    const line = lines.at(-1);
    if (line !== undefined && line.length + text.length < 54) lines[lines.length - 1] = `${line}, ${text}`;
    else lines.push(text);
  }
  return lines.join('\n');
}

export const ruleEquations = ({ params, state, onPre, onPost, onStep }: LearningRule): readonly ExplainedEquation[] => [
  ...equation('state', state),
  ...equation('onPre', onPre),
  ...equation('onPost', onPost),
  ...equation('onStep', onStep),
  ...equation('params', namedValues(params)),
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
  ...equation('params', namedValues(params)),
];
