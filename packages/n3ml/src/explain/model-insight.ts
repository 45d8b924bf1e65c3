import { type Connection, hasNeuron, type Model, type Network, type Population } from '@n3ml/core';
import { namedValues, neuronEquations, ruleEquations } from './equation-lines.ts';
import type { ExplainedEquation } from './explanation.ts';
import type { Insight, Workbench } from './insight.ts';

export function modelInsight(model: Model, { registry, shape = [28, 28] }: Workbench): Insight {
  const options = Object.keys(model.options).length === 0 ? [] : [{ label: 'options', text: namedValues(model.options) }];
  if (!model.network) return { equations: options };
  const network = model.network(shape, registry);
  return { equations: [...options, ...networkLines(network)], kernels: () => ({ network, isOwn: () => true }) };
}

const networkLines = ({ dt, populations, connections }: Network): readonly ExplainedEquation[] => [
  { label: 'step', text: `${dt} ms` },
  ...Object.entries(populations).map(([name, population]) => ({ label: name, text: populationText(population) })),
  ...Object.entries(connections).map(([name, connection]) => ({ label: name, text: connectionText(connection) })),
];

const indented = (equations: readonly ExplainedEquation[]): readonly string[] =>
  equations.map(({ label, text }) => `${label}: ${text.replaceAll('\n', `\n${' '.repeat(label.length + 2)}`)}`);

function populationText(population: Population): string {
  const { size, shape, carries = 'spikes' } = population;
  const count = shape === undefined ? String(size) : shape.join(' x ');
  if (!hasNeuron(population)) return `${count} inputs that carry ${carries}`;
  return [`${count} neurons`, ...indented(neuronEquations(population.neuron))].join('\n');
}

function connectionText({ from, to, target = 'I', topology, weights, bounds, normalize, delay, arrives, rule }: Connection): string {
  const clauses = [
    `${from} to ${to}, ${topology.kind}`,
    target === 'I' ? [] : `into ${target}`,
    typeof weights === 'number' ? `every weight ${weights}` : `${weights.length} weights`,
    bounds === undefined ? [] : `from ${bounds[0]} to ${bounds[1]}`,
    normalize === undefined ? [] : `scaled to a sum of ${normalize.sum} into each neuron`,
    delay === undefined ? [] : typeof delay === 'number' ? `delay ${delay} ms` : 'a delay for each weight',
    arrives === 'same step' ? 'in the same step' : [],
  ].flat();
  return [clauses.join(', '), ...(rule === undefined ? [] : indented(ruleEquations(rule)))].join('\n');
}
