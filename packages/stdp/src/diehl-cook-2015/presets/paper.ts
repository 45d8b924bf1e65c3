import type { DiehlCook2015Preset } from './preset.ts';

/**
 * The network of Diehl & Cook 2015 as in the authors' code: conductance synapses, input delays, triplet STDP, 350 ms an image and 150 ms of
 * rest, and an image shown again, brighter, until at least 5 spikes answer it. The rate of a pixel is `pixel / 8 * intensity` Hz with an intensity
 * of 2, raised by 1 each time.
 *
 * @differs The authors run without a reset between images and rely on the rest. Here each image starts from the reset state: after 150 ms the
 * conductances (1 and 2 ms) are gone, and what is left of a potential (100 ms) is under a quarter, of a trace less than 2.4 %; in return, what an
 * image brings out does not depend on the image before, so that samples may run side by side.
 * @differs An image is shown again 18 times at most (intensity 20), then training goes on: the authors' loop could stay at a black image for ever.
 */
export const paper: DiehlCook2015Preset = {
  dt: 0.5,
  steps: 700,
  restSteps: 300,
  encoder: 'poisson',
  maxRate: 63.75,
  minSpikes: 5,
  replayRate: 31.875,
  maxReplays: 18,
  synapses: 'conductance',
  maxDelay: 10,
  weightMin: 0.003,
  weightMax: 0.303,
  norm: 78,
  normAtStart: true,
  excitation: 10.4,
  inhibition: 17,
  rule: 'triplet',
  lrPre: 1e-4,
  lrPost: 1e-2,
  thetaPlus: 0.05,
  tauTheta: 1e7,
};
