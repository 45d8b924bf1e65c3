/**
 * The state line of an adaptive threshold `theta`, which outlives samples. `tauTheta` 0 means that it never decays.
 *
 * It is stepped once a sample: one step of 1e-7 of theta would be lost in the rounding of a float32.
 */
export const thetaState = (tauTheta: number): string =>
  tauTheta === 0 ? 'theta : per neuron, kept between samples' : 'dtheta/dt = -theta / tauTheta : kept between samples, per sample';

/** The parameter that {@link thetaState} reads, where it reads one. */
export const thetaParams = (tauTheta: number): { tauTheta?: number } => (tauTheta === 0 ? {} : { tauTheta });
