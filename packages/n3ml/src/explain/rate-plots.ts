import { type Executor, N3mlError, type Neuron, type Simulation } from '@n3ml/core';
import type { ExplainedPlot } from './explanation.ts';
import type { Point } from './plot/line-plot.ts';
import { plotted } from './plot/plotted.ts';

/** Time over which spikes are counted, and length of the trace, in ms. */
const counted = 1000;
const traced = 200;
/** A rate at which a neuron counts as driven, in Hz. */
const lively = 20;
const points = 101;

/** Neurons that get a current each, the same in every step, on one channel. */
interface Bench {
  readonly dt: number;
  readonly simulation: Simulation;
  /** What the axis says: an input that the differential equations read acts over the step, another one is added once a step. */
  readonly label: string;
}

/** The rate against a constant input, and a stretch of the potential; none where no input makes the neuron spike. */
export function ratePlots(neuron: Neuron, executor: Executor, variables: readonly string[]): readonly ExplainedPlot[] {
  // Equations that are stepped approximately need short steps.
  const dt = neuron.method === undefined ? 1 : 0.1;
  for (const channel of typeof neuron.input === 'string' ? ['I'] : Object.keys(neuron.input)) {
    const bench = benchOf(neuron, executor, dt, channel);
    const most = drivingCurrent(bench);
    if (most === undefined) continue;
    const currents = Float32Array.from({ length: points }, (_, k) => (2 * most * k) / (points - 1));
    const rates = ratesAt(bench, currents);
    const variable = variables.includes('v') ? 'v' : variables[0];
    const shown = currents[rates.findIndex((rate) => rate >= lively)] ?? most;
    return [rateCurve(bench, currents, rates), ...(variable === undefined ? [] : [trace(bench, variable, shown)])];
  }
  return [];
}

function benchOf(neuron: Neuron, executor: Executor, dt: number, channel: string): Bench {
  const simulation = executor.compile({
    dt,
    populations: { input: { size: points, carries: 'current' }, neurons: { size: points, neuron } },
    connections: { input: { from: 'input', to: 'neurons', topology: { kind: 'one-to-one' }, weights: 1, target: channel } },
  });
  const statement = typeof neuron.input === 'string' ? neuron.input : (neuron.input[channel] ?? '');
  return { simulation, dt, label: statement.trim() === '' ? `input ${channel}` : `input ${channel} in each step of ${dt} ms` };
}

function ratesAt({ simulation, dt }: Bench, input: Float32Array): readonly number[] {
  simulation.reset();
  // Frozen: what outlives samples, such as an adaptive threshold, stays as it is at the start.
  simulation.run({ input }, { steps: Math.round(counted / dt), learn: false });
  return Array.from(simulation.spikeCounts('neurons'), (count) => (1000 * count) / counted);
}

/** The least power of 2 at which the neuron is driven; undefined where there is none, or where its state explodes before. */
function drivingCurrent(bench: Bench): number | undefined {
  for (let current = 2 ** -8; current <= 2 ** 16; current *= 2) {
    try {
      if (ratesAt(bench, new Float32Array(points).fill(current))[0]! >= lively) return current;
    } catch (error) {
      if (error instanceof N3mlError && error.code === 'N3ML_NOT_A_NUMBER') return undefined;
      throw error;
    }
  }
  return undefined;
}

const rateCurve = (bench: Bench, currents: Float32Array, rates: readonly number[]): ExplainedPlot =>
  plotted({
    title: 'Rate against a constant input',
    note: `over ${counted / 1000} s from the start; what outlives samples is held`,
    x: bench.label,
    y: 'rate (Hz)',
    lines: [rates.map((rate, k) => [currents[k]!, rate] as const)],
  });

function trace(bench: Bench, variable: string, current: number): ExplainedPlot {
  const { simulation, dt } = bench;
  const input = new Float32Array(points).fill(current);
  simulation.reset();
  const line: Point[] = [[0, simulation.variable('neurons', variable)[0]!]];
  for (let step = 1; step <= Math.round(traced / dt); step++) {
    simulation.run({ input }, { steps: 1, learn: false });
    line.push([step * dt, simulation.variable('neurons', variable)[0]!]);
  }
  return plotted({
    title: `${variable} at a constant input`,
    note: `${bench.label}: ${Number(current.toPrecision(3))}; ${simulation.spikeCounts('neurons')[0]} spikes, each followed by the reset`,
    x: 'time (ms)',
    y: variable,
    lines: [line],
    fromZero: false,
  });
}
