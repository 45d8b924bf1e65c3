/** Of a 32-bit floating-point addition in a 45 nm process, in J. */
const ADDITION = 0.9e-12;

/** Of a 32-bit floating-point multiplication, 3.7 pJ, and the addition, in J. */
const MULTIPLY_ACCUMULATE = 4.6e-12;

/** What the estimates rest on, for everyone who reads them. */
export const ENERGY_ASSUMPTION =
  'Energy counts arithmetic alone, as 32-bit floats in a 45 nm process: 0.9 pJ for the addition at each synapse that a spike reaches, 4.6 pJ for each multiply-accumulate ' +
  '(M. Horowitz, ISSCC 2014). Memory access, which often costs more, and the update of membranes are left out. A constant input current is multiplied once per sample.';

/**
 * Estimates the energy of one sample, in J.
 *
 * @see Horowitz, Computing's energy problem (and what we can do about it), ISSCC 2014, pp. 10-14
 */
export const energyOf = ({ additions = 0, multiplyAccumulates = 0 }): number =>
  additions * ADDITION + multiplyAccumulates * MULTIPLY_ACCUMULATE;
