import { expect, test } from 'vitest';
import { balance } from '../balance.ts';

/** Mean postsynaptic rate in Hz over the last 100 s of 200 s. */
function settledRate(startWeight: number, rho0: number): number {
  const neuron = balance(startWeight, { rho0 });
  for (let second = 0; second < 100; second++) neuron.second();
  let spikes = 0;
  for (let second = 0; second < 100; second++) spikes += neuron.second();
  return spikes / 100;
}

// That spikes are uncorrelated, from which rPost = rho0 follows, is true to some per cent: the neuron is quieter right after inhibition.
test.each([
  [0, 5],
  [0.02, 5],
  [0.3, 5],
  [0, 10],
  [0.2, 10],
])('from weights of %f the rate comes to %f Hz', (startWeight, rho0) => {
  const rate = settledRate(startWeight, rho0);
  expect(rate).toBeGreaterThan(0.85 * rho0);
  expect(rate).toBeLessThan(1.15 * rho0);
});

test('without learning the rate depends on the starting weight', () => {
  const rates = [0, 0.02, 0.3].map((startWeight) => {
    const neuron = balance(startWeight, { eta: 0 });
    let spikes = 0;
    for (let second = 0; second < 20; second++) spikes += neuron.second();
    return spikes / 20;
  });
  expect(rates[0]).toBeGreaterThan(2 * 5);
  expect(rates[1]).toBeLessThan(rates[0]!);
  expect(rates[2]).toBe(0);
});
