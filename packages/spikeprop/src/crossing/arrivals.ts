/**
 * When the spikes of one layer reach the next: every spike once for each delay, by rising time. One object serves all samples of a layer.
 */
export class Arrivals {
  readonly #delays: Float64Array;
  /** Number of arrivals of this sample: the length in use of the arrays below. */
  count = 0;
  /** Times in ms, rising. */
  times: Float64Array;
  /** Which synapse each comes through, `neuron * delays + delay`: the place of its weight in a row of weights. */
  synapses: Int32Array;
  #spareTimes: Float64Array;
  #spareSynapses: Int32Array;

  /** @param delays in ms, rising */
  constructor(neurons: number, delays: Float64Array) {
    const room = neurons * delays.length;
    this.#delays = delays;
    this.times = new Float64Array(room);
    this.synapses = new Int32Array(room);
    this.#spareTimes = new Float64Array(room);
    this.#spareSynapses = new Int32Array(room);
  }

  /** @param spikes a time for each neuron, Infinity where it is silent: [neurons] */
  collect(spikes: Float64Array): void {
    const delays = this.#delays;
    const width = delays.length;
    let count = 0;
    for (let i = 0; i < spikes.length; i++) {
      const spike = spikes[i]!;
      if (spike === Infinity) continue;
      for (let k = 0; k < width; k++) {
        this.times[count] = spike + delays[k]!;
        this.synapses[count] = i * width + k;
        count++;
      }
    }
    this.count = count;
    // The arrivals of one spike are in order already: merge sort begins with these runs. It is stable, so equal times have one order everywhere.
    for (let run = width; run < count; run *= 2) this.#mergeRuns(run);
  }

  #mergeRuns(run: number): void {
    const { times, synapses, count } = this;
    const [outTimes, outSynapses] = [this.#spareTimes, this.#spareSynapses];
    for (let start = 0; start < count; start += 2 * run) {
      const middle = Math.min(start + run, count);
      const end = Math.min(start + 2 * run, count);
      let left = start;
      let right = middle;
      for (let k = start; k < end; k++) {
        const from = right >= end || (left < middle && times[left]! <= times[right]!) ? left++ : right++;
        outTimes[k] = times[from]!;
        outSynapses[k] = synapses[from]!;
      }
    }
    [this.times, this.synapses, this.#spareTimes, this.#spareSynapses] = [outTimes, outSynapses, times, synapses];
  }
}
