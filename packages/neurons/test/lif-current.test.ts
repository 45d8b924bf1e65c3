import { describe, expect, it } from 'vitest';
import { lifCurrent } from '../src/index.ts';
import { OneNeuron } from './one-neuron.ts';

/** v - vRest at time t after a current s0 has arrived. */
const response = (t: number, s0: number, tau: number, tauSyn: number): number =>
  tau === tauSyn ? s0 * (t / tau) * Math.exp(-t / tau) : ((s0 * tauSyn) / (tauSyn - tau)) * (Math.exp(-t / tauSyn) - Math.exp(-t / tau));

describe('lif-current', () => {
  it.each([
    [10, 2],
    [10, 5],
    [5, 10],
    [10, 10],
    [10, 10.001],
  ])('answers a spike by the difference of two exponentials (tau %d, tauSyn %d), for any dt', (tau, tauSyn) => {
    for (const dt of [0.1, 1, 5]) {
      const neuron = new OneNeuron(lifCurrent({ tau, tauSyn }), dt);
      neuron.step(20);
      for (let n = 1; n * dt <= 50; n++) {
        neuron.step();
        expect(neuron.state.s).toBeCloseTo(20 * Math.exp((-n * dt) / tauSyn), 3);
        expect(neuron.state.v).toBeCloseTo(-70 + response(n * dt, 20, tau, tauSyn), 2);
      }
    }
  });

  it('holds v and lets the current go on while refractory', () => {
    const neuron = new OneNeuron(lifCurrent({ tauSyn: 4, tauRef: 3 }));
    let step = 0;
    while (!neuron.step(30)) step++;
    expect(step).toBeGreaterThan(0);
    const { s } = neuron.state;
    for (let n = 1; n <= 3; n++) {
      neuron.step(0);
      expect(neuron.state.v).toBe(-70);
      expect(neuron.state.s).toBeCloseTo(s! * Math.exp(-n / 4), 3);
    }
    neuron.step(7);
    expect(neuron.state.v).toBeGreaterThan(-70);
    expect(neuron.state.s).toBeCloseTo(s! * Math.exp(-1) + 7, 3);
  });
});
