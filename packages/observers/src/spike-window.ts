/** Which spikes are kept. */
export interface SpikeWindowOptions {
  /** Spikes kept at most. */
  readonly maxSpikes: number;
  /** Samples kept at most. */
  readonly samples: number;
  /** Whether the first samples are kept or the last. */
  readonly show: 'first' | 'last';
}

/** One sample of the window. Steps count over the whole window. */
export interface SampleSpan {
  start: number;
  steps: number;
  /** -1 while it is not known. */
  label: number;
  /** Spikes that found no room. */
  lost: number;
}

/** One spike; `population` is its place in the order in which populations first spiked. */
export interface WindowSpike {
  readonly step: number;
  readonly population: number;
  readonly id: number;
}

/**
 * The spikes of the first or of the last samples, in a ring of fixed size: memory never grows with the run. Where the ring is full, the first
 * samples keep their oldest spikes and the last samples their newest; what is lost is counted.
 */
export class SpikeWindow {
  readonly #options: SpikeWindowOptions;
  readonly #steps: Float64Array; // [maxSpikes], rings all three
  readonly #ids: Uint32Array; // [maxSpikes]
  readonly #populations: Uint16Array; // [maxSpikes]
  readonly #names: string[] = [];
  readonly #samples: SampleSpan[] = [];
  #first = 0;
  #count = 0;
  #open = false;
  #full = false;

  constructor(options: SpikeWindowOptions) {
    this.#options = options;
    this.#steps = new Float64Array(options.maxSpikes);
    this.#ids = new Uint32Array(options.maxSpikes);
    this.#populations = new Uint16Array(options.maxSpikes);
  }

  get populations(): readonly string[] {
    return this.#names;
  }

  get samples(): readonly Readonly<SampleSpan>[] {
    return this.#samples;
  }

  /** Takes the spikes of a step of the running sample; `ids` is copied. */
  add(step: number, population: string, ids: Uint32Array): void {
    if (this.#full) return;
    const sample = this.#running();
    sample.steps = Math.max(sample.steps, step + 1);
    let place = this.#names.indexOf(population);
    if (place < 0) place = this.#names.push(population) - 1;
    for (const id of ids) this.#push(sample, sample.start + step, place, id);
  }

  /** Ends the running sample. @param steps its length, where it is known */
  endSample(label: number, steps = 0): void {
    if (this.#full) return;
    const sample = this.#running();
    sample.label = label;
    sample.steps = Math.max(sample.steps, steps);
    this.#open = false;
    this.#full = this.#options.show === 'first' && this.#samples.length === this.#options.samples;
  }

  /** The spikes that are kept, oldest first. */
  *spikes(): Generator<WindowSpike> {
    for (let k = 0; k < this.#count; k++) {
      const slot = (this.#first + k) % this.#ids.length;
      yield { step: this.#steps[slot]!, population: this.#populations[slot]!, id: this.#ids[slot]! };
    }
  }

  #running(): SampleSpan {
    const last = this.#samples.at(-1);
    if (last && this.#open) return last;
    const sample = { start: last ? last.start + last.steps : 0, steps: 0, label: -1, lost: 0 };
    this.#samples.push(sample);
    this.#open = true;
    if (this.#samples.length > this.#options.samples) {
      this.#samples.shift();
      this.#forgetBefore(this.#samples[0]!.start);
    }
    return sample;
  }

  #forgetBefore(step: number): void {
    while (this.#count > 0 && this.#steps[this.#first]! < step) this.#dropOldest();
  }

  #dropOldest(): void {
    this.#first = (this.#first + 1) % this.#ids.length;
    this.#count--;
  }

  #push(sample: SampleSpan, step: number, population: number, id: number): void {
    if (this.#count === this.#ids.length) {
      if (this.#options.show === 'first') {
        sample.lost++;
        return;
      }
      const oldest = this.#steps[this.#first]!;
      this.#samples.findLast(({ start }) => start <= oldest)!.lost++;
      this.#dropOldest();
    }
    const slot = (this.#first + this.#count) % this.#ids.length;
    this.#steps[slot] = step;
    this.#populations[slot] = population;
    this.#ids[slot] = id;
    this.#count++;
  }
}
