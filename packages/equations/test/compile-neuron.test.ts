import { describe, expect, it } from 'vitest';
import { compileNeuron, evaluate, formatAssign, formatIr, type NeuronEquations } from '../src/index.ts';
import { valueIn } from './run-program.ts';

const diehlCook: NeuronEquations = {
  params: { vRest: -65, vReset: -60, vTh: -52, tau: 100, tauRef: 5, thetaPlus: 0.05 },
  state: `dv/dt = (vRest - v) / tau : unless refractory
          theta : per neuron, kept between samples`,
  init: 'v = vRest; theta = 20',
  input: 'v += I',
  threshold: 'v >= vTh + theta',
  reset: 'v = vReset; theta += thetaPlus',
  refractory: 'tauRef',
};

describe('compileNeuron', () => {
  const program = compileNeuron(diehlCook, { dt: 0.5 });

  it('reads flags and init', () => {
    expect(program.variables).toEqual([
      { name: 'v', init: -65, kept: false, zeroUntilSpike: false },
      { name: 'theta', init: 20, kept: true, zeroUntilSpike: false },
    ]);
    expect([...program.heldWhileRefractory]).toEqual(['v']);
  });

  it('compiles input, threshold and reset', () => {
    expect(program.channels).toEqual(['I']);
    expect(program.input.map((statement) => [formatAssign(statement), statement.always])).toEqual([['v = v + input.I', false]]);
    expect(formatIr(program.threshold)).toBe('v >= -52 + theta');
    expect(evaluate(program.threshold, ({ name }) => ({ v: -50, theta: 1 })[name] ?? 0)).toBe(true);
    expect(program.reset.map(formatAssign)).toEqual(['v = -60', 'theta = theta + 0.05']);
    expect(program.reset.map(({ value }) => valueIn(value, { v: 0, theta: 1 }))).toEqual([-60, Math.fround(1.05)]);
  });

  it('counts refractory time in steps, rounded, per neuron too', () => {
    expect(program.refractorySteps).toBe(10);
    expect(compileNeuron({ ...diehlCook, refractory: 'tauRef / 3' }, { dt: 1 }).refractorySteps).toBe(2);
    const perNeuron = { ...diehlCook, params: { ...diehlCook.params, tauRef: new Float32Array([1, 2.6]) } };
    expect(compileNeuron(perNeuron, { dt: 1 }).refractorySteps).toEqual(Float64Array.of(1, 3));
  });

  it('runs init in order, per neuron', () => {
    const vRest = new Float32Array([-70, -60]);
    const { variables } = compileNeuron(
      { ...diehlCook, params: { ...diehlCook.params, vRest }, init: 'v = vRest + 1; theta = v * 2' },
      { dt: 1 },
    );
    expect(variables.map(({ init }) => init)).toEqual([Float64Array.of(-69, -59), Float64Array.of(-138, -118)]);
  });

  it('names constants per neuron by their first use, shares equal ones, and rounds them to float32', () => {
    const vTh = new Float32Array([-52.1, -50]);
    const { constants, threshold, reset } = compileNeuron(
      { ...diehlCook, params: { ...diehlCook.params, vTh }, reset: 'v = vTh + 1 - 1' },
      { dt: 1 },
    );
    expect(constants).toEqual({ c0: Float64Array.from(vTh) });
    expect([formatIr(threshold), ...reset.map(formatAssign)]).toEqual(['v >= constant.c0 + theta', 'v = constant.c0']);
  });

  it('keeps input channels apart', () => {
    const { channels, input, integrate } = compileNeuron(
      {
        params: { tau: 10 },
        state: 'dv/dt = (-v + drive) / tau\n dge/dt = -ge / 2',
        input: { ge: 'ge += I : always', gi: 'ge -= I', drive: '' },
        threshold: 'v > 1',
        reset: 'v = 0',
      },
      { dt: 1 },
    );
    expect(channels).toEqual(['ge', 'gi', 'drive']);
    expect(input.map((statement) => [formatAssign(statement), statement.always])).toEqual([
      ['ge = ge + input.ge', true],
      ['ge = ge - input.gi', false],
    ]);
    expect(integrate.map(formatAssign)[0]).toContain('input.drive');
  });

  it('chooses between branches at compile time where it can', () => {
    const { threshold } = compileNeuron(
      { ...diehlCook, threshold: 'v > where(vTh < 0, vTh, 1) and (1 < 2 or v > 3) and not 2 < 1' },
      { dt: 1 },
    );
    expect(formatIr(threshold)).toBe('v > -52');
  });
});
