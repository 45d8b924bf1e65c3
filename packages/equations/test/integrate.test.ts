import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileNeuron, formatAssign, type IntegrationMethod, type NeuronEquations } from '../src/index.ts';
import { advance, type State, stateOf } from './run-program.ts';

const neuron = (state: string, params: NeuronEquations['params'], more: Partial<NeuronEquations> = {}): NeuronEquations => ({
  params,
  state,
  input: '',
  threshold: '0 > 1',
  reset: '',
  ...more,
});

/** The state after `steps` steps of `dt`. */
function run(equations: NeuronEquations, dt: number, steps: number, start: State, input = 0, index = 0): State {
  const program = compileNeuron(equations, { dt });
  let state = stateOf(program, start);
  for (let step = 0; step < steps; step++)
    state = advance(program.integrate, state, { input, constants: program.constants, neuron: index });
  return state;
}

const texts = (equations: NeuronEquations, dt: number): readonly string[] => compileNeuron(equations, { dt }).integrate.map(formatAssign);

describe('linear equations', () => {
  it('decay to their fixed point by the exponential', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 1000, noNaN: true }),
        fc.double({ min: -100, max: 100, noNaN: true }),
        fc.double({ min: 0.01, max: 5, noNaN: true }),
        (tau, v0, dt) => {
          const { v } = run(neuron('dv/dt = (vRest - v) / tau', { vRest: -65, tau }), dt, 20, { v: v0 });
          expect(v).toBeCloseTo(-65 + (Math.fround(v0) + 65) * Math.exp((-20 * dt) / tau), 3);
        },
      ),
    );
  });

  it('are written around the fixed point, so that rest is rest exactly', () => {
    expect(texts(neuron('dv/dt = (vRest - v) / tau', { vRest: -65, tau: 100 }), 1)).toEqual(['v = -65 + (v - -65) * 0.99004984']);
    expect(run(neuron('dv/dt = (vRest - v) / tau', { vRest: -65.3, tau: 33 }), 1, 100, { v: -65.3 }).v).toBe(Math.fround(-65.3));
  });

  it('are one multiplication where they decay to 0, and denormal numbers become 0', () => {
    const decay = neuron('dx/dt = -x / tau', { tau: 20 });
    expect(texts(decay, 1)).toEqual(['x = let $0 = x * 0.95122945 in select(abs($0) < 1e-20, 0, $0)']);
    expect(run(decay, 1, 1, { x: 1e-20 }).x).toBe(0);
    expect(run(decay, 1, 1, { x: -1e-19 }).x).toBeLessThan(0);
  });

  it('integrate an input that is constant over the step', () => {
    const { v } = run(neuron('dv/dt = (-v + r * I) / tau', { r: 3, tau: 10 }), 1, 7, { v: 2 }, 0.5);
    expect(v).toBeCloseTo(1.5 + 0.5 * Math.exp(-0.7), 5);
    expect(run(neuron('dv/dt = I / c', { c: 2 }), 0.5, 4, { v: 1 }, 3).v).toBe(4);
    expect(run(neuron('dv/dt = 0.25', {}), 0.5, 4, { v: 1 }).v).toBe(1.5);
  });

  it('read other variables as constant over the step', () => {
    expect(run(neuron('dv/dt = (theta - v) / tau\n theta', { tau: 5 }), 1, 1, { v: 1, theta: 4 }).v).toBeCloseTo(4 - 3 * Math.exp(-0.2), 6);
  });

  it('don’t change where the derivative is 0', () => {
    expect(texts(neuron('dv/dt = 0', {}), 1)).toEqual([]);
  });

  it('are solved together: a membrane behind a synapse', () => {
    const equations = neuron('dv/dt = (vRest - v) / tau + g / c\n dg/dt = -g / tauG', { vRest: -65, tau: 20, tauG: 5, c: 2 });
    const t = 12;
    const rate = 1 / 20 - 1 / 5;
    const v = -65 + 5 * Math.exp(-t / 20) + ((10 / 2) * Math.exp(-t / 20) * (Math.exp(rate * t) - 1)) / rate;
    const end = run(equations, 0.5, 24, { v: -60, g: 10 });
    expect(end.v).toBeCloseTo(v, 4);
    expect(end.g).toBeCloseTo(10 * Math.exp(-t / 5), 5);
  });

  it('are solved together where the matrix is defective: an alpha synapse, a = h (t / tau) e^(-t / tau)', () => {
    const equations = neuron('da/dt = (h - a) / tau\n dh/dt = -h / tau', { tau: 4 });
    for (const t of [1, 4, 20]) expect(run(equations, 0.5, 2 * t, { a: 0, h: 1 }).a).toBeCloseTo((t / 4) * Math.exp(-t / 4), 6);
  });

  it('are solved together where the matrix is singular', () => {
    const end = run(neuron('dx/dt = y\n dy/dt = c', { c: 0.5 }), 0.25, 8, { x: 1, y: 2 });
    expect(end).toEqual({ x: 1 + 2 * 2 + 0.25 * 4, y: 3 });
  });

  it('rotate: an oscillator comes back after a period', () => {
    const end = run(neuron('dx/dt = y\n dy/dt = -x', {}), Math.PI / 50, 100, { x: 1, y: 0 });
    expect(end.x).toBeCloseTo(1, 5);
    expect(end.y).toBeCloseTo(0, 5);
  });

  it('take parameters per neuron', () => {
    const equations = neuron('dv/dt = (vRest - v) / tau', { vRest: new Float32Array([-65, -50]), tau: new Float32Array([10, 40]) });
    for (const [index, vRest, tau] of [[0, -65, 10] as const, [1, -50, 40] as const]) {
      expect(run(equations, 1, 10, { v: 0 }, 0, index).v).toBeCloseTo(vRest - vRest * Math.exp(-10 / tau), 4);
    }
    expect(texts(equations, 1)).toEqual(['v = constant.c0 + (v - constant.c0) * constant.c1']);
  });
});

describe('variables flagged per sample', () => {
  const equations = neuron('dv/dt = -v / 20\n dtheta/dt = -theta / tauTheta : kept between samples, per sample', { tauTheta: 1e7 });

  it('are stepped over any span, and not in the step', () => {
    const program = compileNeuron(equations, { dt: 1 });
    expect(program.integrate.map(({ slot }) => slot.name)).toEqual(['v']);
    expect(advance(program.integratePerSample(350), { v: 1, theta: 20 }).theta).toBeCloseTo(20 * Math.exp(-350 / 1e7), 5);
    expect(program.variables).toMatchObject([{ kept: false }, { name: 'theta', kept: true }]);
  });
});

describe('nonlinear equations', () => {
  const logistic = (method: IntegrationMethod): NeuronEquations => neuron('dv/dt = v * (1 - v)', {}, { method });
  const exact = 0.1 / (0.1 + 0.9 * Math.exp(-2));
  const error = (method: IntegrationMethod, steps: number) =>
    Math.abs((run(logistic(method), 2 / steps, steps, { v: 0.1 }).v ?? 0) - exact);

  it.each([['euler', 1, 16] as const, ['rk2', 2, 8] as const, ['rk4', 4, 2] as const])(
    'converge with the order of %s',
    (method, order, steps) => {
      expect(Math.log2(error(method, steps) / error(method, 2 * steps))).toBeGreaterThan(order - 0.4);
      expect(error(method, steps)).toBeLessThan(0.05);
    },
  );

  it('are solved together by rk4: a pendulum keeps its energy', () => {
    const end = run(neuron('dx/dt = y\n dy/dt = x * x * x - x', {}, { method: 'rk4' }), 0.05, 200, { x: 0.5, y: 0 });
    const energy = ({ x = 0, y = 0 }: State) => (y * y) / 2 + (x * x) / 2 - x ** 4 / 4;
    expect(energy(end)).toBeCloseTo(energy({ x: 0.5, y: 0 }), 5);
  });

  it('are exact by exponential-euler where the conductance is held', () => {
    const equations = neuron(
      'dv/dt = ((vRest - v) + g * (eExc - v)) / tau\n g',
      { vRest: -65, eExc: 0, tau: 20 },
      { method: 'exponential-euler' },
    );
    for (const g of [0, 0.3, 5]) {
      const infinity = -65 / (1 + g);
      expect(run(equations, 0.5, 30, { v: -65, g }).v).toBeCloseTo(infinity + (-65 - infinity) * Math.exp((-15 * (1 + g)) / 20), 3);
    }
    expect(run(neuron('dv/dt = -g * v + 1\n g', {}, { method: 'exponential-euler' }), 0.5, 1, { v: 2, g: 0 }).v).toBe(2.5);
  });

  it('leave linear equations beside them exact', () => {
    const [v, g] = texts(neuron('dv/dt = -v * g / tau\n dg/dt = -g / tauG', { tau: 10, tauG: 2 }, { method: 'euler' }), 1);
    expect(v).toBe('v = v + neg(v) * g / 10');
    expect(g).toBe('g = let $0 = g * 0.60653067 in select(abs($0) < 1e-20, 0, $0)');
  });

  it('know the functions: an exponential neuron', () => {
    const equations = neuron('dv/dt = (-v + d * exp((v - vT) / d)) / tau', { d: 2, vT: -50, tau: 10 }, { method: 'euler' });
    expect(run(equations, 0.1, 1, { v: -52 }).v).toBeCloseTo(-52 + (0.1 * (52 + 2 * Math.exp(-1))) / 10, 4);
  });
});
