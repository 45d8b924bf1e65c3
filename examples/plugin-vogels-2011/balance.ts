import { type Neuron, type RandomStream, randomStream, type Simulation, type SpikeTrain } from '@n3ml/core';
import { SpikeTrainBuilder } from '@n3ml/core/spikes';
import { wasm } from '@n3ml/engine';
import { type InhibitoryOptions, inhibitory } from './src/index.ts';

/** Excitatory and inhibitory inputs, and their rate in Hz. */
const EXCITATORY = 100;
const INHIBITORY = 50;
const RATE = 20;
/** In ms. */
const DT = 0.5;

/** Integrate-and-fire with conductances, in units of the leak's; their time constants are 5 and 10 ms. */
const cell: Neuron = {
  params: { vRest: -60, vTh: -50, eExc: 0, eInh: -80, tau: 20, tauGe: 5, tauGi: 10, tauRef: 5 },
  state: `dv/dt = (vRest - v + ge * (eExc - v) + gi * (eInh - v)) / tau : unless refractory
          dge/dt = -ge / tauGe
          dgi/dt = -gi / tauGi`,
  init: 'v = vRest',
  input: { ge: 'ge += I : always', gi: 'gi += I : always' },
  threshold: 'v >= vTh',
  reset: 'v = vRest',
  refractory: 'tauRef',
  method: 'exponential-euler',
};

/** What a neuron is like whose inhibition learns. */
export interface Balance {
  /** Runs a second, and learns; returns the number of postsynaptic spikes. */
  second(): number;
  /** Mean weight of the inhibitory synapses. */
  readonly weight: number;
}

/** A neuron with excitation that stays as it is and inhibition that learns, both from independent Poisson inputs. */
export function balance(startWeight: number, options: InhibitoryOptions = {}): Balance {
  const simulation = wasm().compile({
    dt: DT,
    populations: { excitatory: { size: EXCITATORY }, inhibitory: { size: INHIBITORY }, cell: { size: 1, neuron: cell } },
    connections: {
      excitation: {
        ...{ from: 'excitatory', to: 'cell', target: 'ge', topology: { kind: 'dense' } },
        weights: new Float32Array(EXCITATORY).fill(0.04),
      },
      inhibition: {
        ...{ from: 'inhibitory', to: 'cell', target: 'gi', topology: { kind: 'dense' } },
        weights: new Float32Array(INHIBITORY).fill(startWeight),
        rule: inhibitory(options),
        bounds: [0, 1],
      },
    },
  });
  const random = randomStream(1, 'balance');
  return {
    second: () => secondOf(simulation, random),
    get weight() {
      return simulation.weights('inhibition').reduce((sum, weight) => sum + weight, 0) / INHIBITORY;
    },
  };
}

function secondOf(simulation: Simulation, random: RandomStream): number {
  const steps = 1000 / DT;
  const before = simulation.spikeCounts('cell')[0]!;
  const inputs = { excitatory: poissonTrain(EXCITATORY, steps, random), inhibitory: poissonTrain(INHIBITORY, steps, random) };
  simulation.run(inputs, { steps, learn: true });
  return simulation.spikeCounts('cell')[0]! - before;
}

function poissonTrain(size: number, steps: number, random: RandomStream): SpikeTrain {
  const builder = new SpikeTrainBuilder();
  builder.begin(steps);
  const gap = 1000 / RATE / DT;
  for (let neuron = 0; neuron < size; neuron++) {
    for (let time = random.exponential() * gap; time < steps; time += random.exponential() * gap) builder.add(Math.floor(time), neuron);
  }
  return builder.finish();
}
