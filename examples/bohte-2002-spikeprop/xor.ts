/** SpikeProp, part by part: a network that learns XOR by the times at which its neurons fire. */
import { alpha, Backpropagation, gradientDescent, raise, SpikeTimeNetwork, squared } from '@n3ml/spikeprop';

const seed = Number(process.env.SEED ?? 1);

// Step 1: the patterns as spike times in ms. 0 fires at 0 ms, 1 at 6 ms; a third input fires always at 0, so that there is something to measure times against.
const patterns = [
  { inputs: [0, 0, 0], target: 16 },
  { inputs: [0, 6, 0], target: 10 },
  { inputs: [6, 0, 0], target: 10 },
  { inputs: [6, 6, 0], target: 16 },
];

// Step 2: the network: 3 inputs, 5 hidden neurons, 1 output, 16 terminals with delays of 1 to 16 ms between each pair. Any response will do, yours too.
const network = new SpikeTimeNetwork({ layers: [3, 5, 1], response: alpha({ tau: 7 }), weights: [0.02, 0.2], seed });

// Step 3: what a wrong time costs, how a gradient changes the weights, and what is done for an output that doesn't fire. Each can be replaced.
const loss = squared();
const update = gradientDescent({ rate: 0.02 });
const silentRule = raise({ amount: 0.01 });

// Step 4: train, until the sum of squared errors over the four patterns is below 1.
const backpropagation = new Backpropagation(network);
const gradient = new Float64Array(network.weights.length);
const change = new Float64Array(network.weights.length);
const timeOf = (inputs: readonly number[]): number => network.run(inputs)[0] ?? Infinity;
const show = (what: string): void => {
  console.log(`${what}: ${patterns.map(({ inputs, target }) => `${timeOf(inputs).toFixed(2)} (${target})`).join(', ')} ms`);
};

show('before');
for (let cycle = 1; cycle <= 1000; cycle++) {
  for (const { inputs, target } of patterns) {
    const time = timeOf(inputs);
    gradient.fill(0);
    change.fill(0);
    if (time !== Infinity) backpropagation.add([loss.slope(time, target)], gradient);
    silentRule.add(network, change);
    update.step(network.weights, gradient, {}, cycle);
    change.forEach((amount, k) => {
      network.weights[k]! += amount;
    });
  }
  const error = patterns.reduce((sum, { inputs, target }) => sum + (Math.min(timeOf(inputs), network.horizon) - target) ** 2, 0);
  if (cycle % 20 === 0) console.log(`cycle ${cycle}: sum of squared errors ${error.toFixed(2)}`);
  if (error < 1) {
    console.log(`solved in ${cycle} cycles`);
    break;
  }
}
show('after');
