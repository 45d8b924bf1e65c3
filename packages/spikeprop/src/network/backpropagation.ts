import type { SpikeTimeNetwork } from './network.ts';

/**
 * The backward pass: from how the error changes with the spike times of the outputs to how it changes with every weight. All of it is found before any
 * weight is changed.
 *
 * With lambda_j = (dE/dt_j) / v_j'(t_j): `dE/dw_ijk = -lambda_j eps(t_j - t_i - d_k)` and
 * `dE/dt_i = sum_j lambda_j sum_k w_ijk eps'(t_j - t_i - d_k)`. (delta_j of the paper is -lambda_j.) A silent neuron passes nothing on, and where
 * v_j'(t_j) is below the network's `slopeFloor` it counts as that.
 *
 * Bohte, Kok & La Poutré, Neurocomputing 48 (2002), equations 7 to 19.
 */
export class Backpropagation {
  readonly #network: SpikeTimeNetwork;
  /** dE/dt of every neuron: one array for each layer. */
  readonly #timeSlopes: readonly Float64Array[];
  /** eps and eps' of the arrivals before a spike. */
  readonly #values: Float64Array;
  readonly #slopes: Float64Array;

  constructor(network: SpikeTimeNetwork) {
    this.#network = network;
    this.#timeSlopes = network.layers.map((size) => new Float64Array(size));
    const room = Math.max(...network.projections.map(({ row }) => row));
    this.#values = new Float64Array(room);
    this.#slopes = new Float64Array(room);
  }

  /**
   * Adds the gradient of the sample that the network has just run.
   *
   * @param outputSlopes dE/dt of each output; what it says of a silent one isn't read: [outputs]
   * @param gradient dE/dw of every weight, added to: as long as `network.weights`
   */
  add(outputSlopes: ArrayLike<number>, gradient: Float64Array): void {
    this.#timeSlopes.at(-1)!.set(outputSlopes);
    for (let l = this.#network.projections.length - 1; l >= 0; l--) this.#addProjection(l, gradient);
  }

  #addProjection(l: number, gradient: Float64Array): void {
    const { weights, slopeFloor, response, delays } = this.#network;
    const { post, start, row } = this.#network.projections[l]!;
    const { times, synapses, count } = this.#network.arrivals[l]!;
    const spikes = this.#network.times[l + 1]!;
    const [values, slopes] = [this.#values, this.#slopes];
    const below = this.#timeSlopes[l]!.fill(0);
    const terminals = delays.length;
    for (let j = 0; j < post; j++) {
      const spike = spikes[j]!;
      const timeSlope = this.#timeSlopes[l + 1]![j]!;
      if (spike === Infinity || timeSlope === 0) continue;
      const first = start + j * row;
      let steepness = 0;
      let end = 0;
      for (; end < count && times[end]! < spike; end++) {
        const u = spike - times[end]!;
        values[end] = response.value(u);
        slopes[end] = response.slope(u);
        steepness += weights[first + synapses[end]!]! * slopes[end]!;
      }
      const lambda = timeSlope / Math.max(steepness, slopeFloor);
      for (let k = 0; k < end; k++) {
        const synapse = synapses[k]!;
        gradient[first + synapse]! -= lambda * values[k]!;
        if (l > 0) below[Math.floor(synapse / terminals)]! += lambda * weights[first + synapse]! * slopes[k]!;
      }
    }
  }
}
