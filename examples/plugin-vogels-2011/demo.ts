import { balance } from './balance.ts';

// A neuron with fixed excitation and learned inhibition, from three starting weights: each ends at the rate that the rule was given.

const rho0 = 5;
process.stdout.write(`Target rate ${rho0} Hz. Postsynaptic rate (Hz) over 10 s at a time:\n`);
for (const start of [0, 0.02, 0.3]) {
  const neuron = balance(start, { rho0 });
  const rates: string[] = [];
  for (let tenth = 0; tenth < 12; tenth++) {
    let spikes = 0;
    for (let second = 0; second < 10; second++) spikes += neuron.second();
    rates.push((spikes / 10).toFixed(1).padStart(5));
  }
  process.stdout.write(`from weight ${start.toFixed(2)}: ${rates.join('')}, weight ${neuron.weight.toFixed(3)}\n`);
}
