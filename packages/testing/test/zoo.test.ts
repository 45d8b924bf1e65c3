import { interpreter, wasm } from '@n3ml/engine';
import { adex, diehlCook, diehlCookConductance, integrateAndFire, izhikevich, lif, lifCurrent } from '@n3ml/neurons';
import { postPre, powerLaw, reward, triplet } from '@n3ml/stdp';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { behaviourOf, parting } from '../src/behaviour.ts';
import { networkOf, networkRecipe } from '../src/index.ts';

const parts = {
  dt: 0.5,
  neurons: {
    if: integrateAndFire({ resetBy: 'subtraction' }),
    lif: lif(),
    'lif-current': lifCurrent(),
    'diehl-cook': diehlCook({ thetaPlus: 0.5 }),
    'diehl-cook-conductance': diehlCookConductance(),
    izhikevich: izhikevich(),
    adex: adex(),
  },
  rules: { none: { params: {} }, 'post-pre': postPre(), 'power-law': powerLaw(), triplet: triplet(), reward: reward() },
};
const topologies = ['dense', 'sparse', 'one-to-one', 'conv2d', 'depthwise-conv2d'] as const;

// Every neuron with every rule on every topology; sizes, the second neuron, the way back, delays, bounds and normalization are drawn.
describe.each(Object.keys(parts.neurons))('the whole zoo: %s', (neuron) => {
  it.each(Object.keys(parts.rules))('with %s: kernels and closures agree bit for bit', (rule) => {
    let spikes = 0;
    for (const topology of topologies) {
      fc.assert(
        fc.property(networkRecipe(parts), (recipe) => {
          const network = networkOf({ ...recipe, neuron, rule, topology }, parts);
          const drive = { seed: recipe.seed, steps: 20, cuts: [9] };
          const [kernels, closures] = [wasm(), interpreter()].map((executor) => behaviourOf(executor.compile(network), drive));
          expect(parting(kernels!, closures!)).toBeUndefined();
          spikes += kernels!.samples.flatMap((sample) => sample.spikes).filter((line) => line.split(' ')[1] === 'a').length;
        }),
        { numRuns: 3 },
      );
    }
    expect(spikes, 'steps in which the neurons of fifteen networks spike').toBeGreaterThan(0);
  });
});
