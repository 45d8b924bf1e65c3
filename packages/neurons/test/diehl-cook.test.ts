import { describe, expect, it } from 'vitest';
import { diehlCook, diehlCookConductance } from '../src/index.ts';
import { OneNeuron } from './one-neuron.ts';

describe('diehl-cook', () => {
  it('has the constants of the original n3ml', () => {
    expect(diehlCook().params).toEqual({ vRest: -65, vReset: -60, vTh: -52, tau: 100, tauRef: 5, thetaPlus: 0.05, tauTheta: 1e7 });
  });

  it('raises theta at each spike, and keeps it between samples', () => {
    const neuron = new OneNeuron(diehlCook({ tauTheta: 0 }));
    const spikes = neuron.run(200, () => 3).length;
    expect(spikes).toBeGreaterThan(10);
    expect(neuron.state.theta).toBeCloseTo(spikes * 0.05, 5);
    const { theta } = neuron.state;
    neuron.nextSample(200);
    expect(neuron.state).toEqual({ v: -65, theta });
  });

  it('fires at vTh + theta', () => {
    for (const theta of [0, 1, 7.5]) {
      const neuron = new OneNeuron(diehlCook());
      neuron.state.theta = theta;
      expect(neuron.step(12.99 + theta)).toBe(false);
      neuron.nextSample(1);
      neuron.state.theta = theta;
      expect(neuron.step(13.01 + theta)).toBe(true);
    }
  });

  it('lets theta decay by e^(-t / tauTheta) over a sample, in one step that float32 does not lose', () => {
    const neuron = new OneNeuron(diehlCook());
    neuron.state.theta = 20;
    for (let sample = 0; sample < 100; sample++) neuron.nextSample(350);
    expect(neuron.state.theta).toBeCloseTo(20 * Math.exp(-35_000 / 1e7), 4);
    const fast = new OneNeuron(diehlCook({ tauTheta: 1000 }));
    fast.state.theta = 20;
    fast.run(350, () => 0);
    expect(fast.state.theta).toBe(20);
    fast.nextSample(350);
    expect(fast.state.theta).toBeCloseTo(20 * Math.exp(-0.35), 5);
  });
});

describe('diehl-cook-conductance', () => {
  it('approaches (vRest + ge eExc + gi eInh) / (1 + ge + gi) with the time constant tau / (1 + ge + gi)', () => {
    for (const [ge, gi] of [
      [0.15, 0],
      [0.15, 0.5],
      [0, 20],
    ] as const) {
      const neuron = new OneNeuron(diehlCookConductance(), 0.5);
      const goal = (-65 + gi * -100) / (1 + ge + gi);
      for (let n = 1; n <= 400; n++) {
        Object.assign(neuron.state, { ge, gi });
        neuron.step();
        expect(neuron.state.v).toBeCloseTo(goal + (-65 - goal) * Math.exp((-n * 0.5 * (1 + ge + gi)) / 100), 2);
      }
    }
  });

  it('lets the conductances decay with their own time constants', () => {
    const neuron = new OneNeuron(diehlCookConductance(), 0.5);
    neuron.step({ ge: 1, gi: 1 });
    for (let n = 0; n < 8; n++) neuron.step();
    expect(neuron.state.ge).toBeCloseTo(Math.exp(-4), 5);
    expect(neuron.state.gi).toBeCloseTo(Math.exp(-2), 5);
  });

  it('comes to the same potential by every method as dt shrinks', () => {
    const after = (method: 'euler' | 'exponential-euler' | 'rk2' | 'rk4') => {
      const neuron = new OneNeuron(diehlCookConductance({ method }), 0.01);
      neuron.step({ ge: 2, gi: 1 });
      neuron.run(500, () => 0);
      return neuron.state.v!;
    };
    const reference = after('rk4');
    for (const method of ['euler', 'exponential-euler', 'rk2'] as const) expect(Math.abs(after(method) - reference)).toBeLessThan(0.02);
  });

  it('fires untrained above vTh, for theta starts at the offset, and then needs thetaPlus more', () => {
    const neuron = new OneNeuron(diehlCookConductance({ thetaPlus: 3 }), 0.5);
    expect(neuron.state.theta).toBe(20);
    neuron.state.v = -51.9;
    expect(neuron.step()).toBe(true);
    expect(neuron.state).toMatchObject({ v: -65, theta: 23 });
    const trained = new OneNeuron(diehlCookConductance({ thetaPlus: 3 }), 0.5);
    trained.state.theta = 23;
    trained.state.v = -49.2;
    expect(trained.step()).toBe(false);
    trained.state.v = -48.8;
    expect(trained.step()).toBe(true);
  });

  it('has no theta where it is inhibitory', () => {
    const neuron = new OneNeuron(diehlCookConductance({ population: 'inhibitory' }), 0.5);
    expect(neuron.variables).toEqual(['v', 'ge', 'gi']);
    neuron.state.v = -38.5;
    expect(neuron.step()).toBe(true);
    expect(neuron.state.v).toBe(-45);
    for (let n = 0; n < 4; n++) {
      neuron.step();
      expect(neuron.state.v).toBe(-45);
    }
    neuron.step();
    expect(neuron.state.v).toBeLessThan(-45);
  });
});
