import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Arrivals,
  alpha,
  alphaSolver,
  type CrossingSolver,
  doubleExponential,
  type Response,
  searchSolver,
  stepSolver,
} from '../src/index.ts';

/** A neuron that some spikes reach: one weight for each arrival, in the order of `spikes`. */
interface Neuron {
  readonly spikes: readonly number[];
  readonly weights: readonly number[];
}

const DELAYS = Float64Array.of(1, 4);

/** The potential by its definition: the oracle of every solver. */
function potentialOf({ spikes, weights }: Neuron, eps: (u: number) => number): (t: number) => number {
  return (t) =>
    spikes.reduce((sum, spike, i) => sum + [1, 4].reduce((part, delay, k) => part + weights[2 * i + k]! * eps(t - spike - delay), 0), 0);
}

function solve(solver: CrossingSolver, { spikes, weights }: Neuron, { threshold = 1, horizon = 100 } = {}): number {
  const arrivals = new Arrivals(spikes.length, DELAYS);
  arrivals.collect(Float64Array.from(spikes));
  solver.prepare(arrivals);
  return solver.find(Float64Array.from(weights), 0, threshold, horizon);
}

const neurons: fc.Arbitrary<Neuron> = fc.integer({ min: 1, max: 12 }).chain((inputs) =>
  fc.record({
    spikes: fc.array(fc.oneof({ weight: 9, arbitrary: fc.double({ min: 0, max: 20, noNaN: true }) }, fc.constant(Infinity)), {
      minLength: inputs,
      maxLength: inputs,
    }),
    weights: fc.array(fc.double({ min: -0.7, max: 1.3, noNaN: true }), { minLength: 2 * inputs, maxLength: 2 * inputs }),
  }),
);

const responses: readonly [string, Response, () => CrossingSolver][] = [
  ['alphaSolver', alpha({ tau: 5 }), () => alphaSolver(5)],
  ['searchSolver, alpha', alpha({ tau: 5 }), () => searchSolver(alpha({ tau: 5 }))],
  ['searchSolver, double exponential', doubleExponential(), () => searchSolver(doubleExponential())],
];

describe.each(responses)('%s', (_, response, makeSolver) => {
  it('finds the first time at which the potential is at the threshold', () => {
    const solver = makeSolver();
    fc.assert(
      fc.property(neurons, (neuron) => {
        const v = potentialOf(neuron, response.value);
        const time = solve(solver, neuron);
        if (time !== Infinity) expect(v(time)).toBeCloseTo(1, 9);
        const arrivals = neuron.spikes.filter((spike) => spike !== Infinity);
        const end = Math.min(time, Math.max(0, ...arrivals) + 60);
        let highest = 0;
        for (let t = 0; t < end - 1e-9; t += 0.037) highest = Math.max(highest, v(t));
        expect(highest).toBeLessThan(1 + 1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('finds a crossing at which the potential only touches the threshold', () => {
    // One spike that arrives at 1 ms: the response rises to its maximum, 1, and falls.
    const neuron = { spikes: [0], weights: [1, 0] };
    const top = response === responses[2]![1] ? (Math.log(3.5) * 7 * 2) / 5 : 5;
    expect(solve(makeSolver(), neuron, { threshold: response.value(top) - 1e-13 })).toBeCloseTo(1 + top, 4);
    expect(solve(makeSolver(), neuron, { threshold: response.value(top) + 1e-9 })).toBe(Infinity);
  });

  it('finds a crossing that is shorter than any grid would see', () => {
    // The second arrival, negative, ends the rise of the first at once.
    const neuron = { spikes: [0], weights: [1, -50] };
    const v = potentialOf(neuron, response.value);
    const threshold = v(4) - 1e-7;
    const time = solve(makeSolver(), neuron, { threshold });
    expect(time).toBeLessThan(4);
    expect(time).toBeGreaterThan(4 - 1e-5);
    expect(v(time)).toBeCloseTo(threshold, 12);
  });

  it('is silent without spikes, with inhibition alone, and where the crossing lies beyond the horizon', () => {
    expect(solve(makeSolver(), { spikes: [Infinity, Infinity], weights: [1, 1, 1, 1] })).toBe(Infinity);
    expect(solve(makeSolver(), { spikes: [0, 1], weights: [-1, -1, -1, -1] })).toBe(Infinity);
    const neuron = { spikes: [10], weights: [2, 0] };
    const time = solve(makeSolver(), neuron);
    expect(time).toBeLessThan(100);
    expect(solve(makeSolver(), neuron, { horizon: time + 1e-6 })).toBeCloseTo(time, 9);
    expect(solve(makeSolver(), neuron, { horizon: time - 1e-6 })).toBe(Infinity);
  });
});

describe('alphaSolver', () => {
  it('agrees with the search that works for any response to 1e-9 ms', () => {
    const response = alpha({ tau: 5 });
    const [exact, search] = [alphaSolver(5), searchSolver(response)];
    let crossed = 0;
    fc.assert(
      fc.property(neurons, (neuron) => {
        const [a, b] = [solve(exact, neuron), solve(search, neuron)];
        const v = potentialOf(neuron, response.value);
        const slope = (v(a) - v(a - 1e-6)) / 1e-6;
        // Beside a tangent crossing, a rounding of the potential moves the time by its root.
        if (a !== Infinity && slope < 1e-3) return;
        crossed += a === Infinity ? 0 : 1;
        expect(b === a || Math.abs(a - b) < 1e-9).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(crossed).toBeGreaterThan(100);
  });

  it('is right long after the first spike', () => {
    const neuron = { spikes: [0, 3000], weights: [0.5, 0.3, 1.5, 0] };
    const time = solve(alphaSolver(5), neuron, { horizon: 1e4 });
    expect(time).toBeGreaterThan(3001);
    expect(potentialOf(neuron, alpha({ tau: 5 }).value)(time)).toBeCloseTo(1, 12);
  });
});

describe('stepSolver', () => {
  it('gives the first multiple of the step that is at the threshold', () => {
    const response = alpha({ tau: 5 });
    fc.assert(
      fc.property(neurons, fc.constantFrom(0.25, 0.5, 1), (neuron, step) => {
        const v = potentialOf(neuron, response.value);
        const ticks = Array.from({ length: Math.floor(100 / step) + 1 }, (_, tick) => tick * step);
        const expected = ticks.find((t) => v(t) >= 1) ?? Infinity;
        const time = solve(stepSolver(response, step), neuron);
        // Where a sum in another order rounds to the other side of the threshold, either is right.
        if (time !== expected) expect(v(Math.min(time, expected))).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('Arrivals', () => {
  it('lists every spike once for each delay, by rising time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ min: 0, max: 9, noNaN: true }), fc.integer({ min: 0, max: 9 }), fc.constant(Infinity)), {
          maxLength: 40,
        }),
        fc.integer({ min: 1, max: 16 }),
        (spikes, terminals) => {
          const delays = Float64Array.from({ length: terminals }, (_, k) => k + 1);
          const arrivals = new Arrivals(spikes.length, delays);
          arrivals.collect(Float64Array.from(spikes));
          const expected = spikes
            .flatMap((spike, i) => [...delays].map((delay, k) => ({ time: spike + delay, synapse: i * terminals + k })))
            .filter(({ time }) => time !== Infinity)
            .sort((a, b) => a.time - b.time || a.synapse - b.synapse);
          const listed = Array.from({ length: arrivals.count }, (_, k) => ({ time: arrivals.times[k]!, synapse: arrivals.synapses[k]! }));
          expect(listed).toEqual(expected);
        },
      ),
    );
  });
});
