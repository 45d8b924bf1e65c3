/** A set of labelled images, or of feature vectors with `shape: [features]`. */
export interface LabelledSet {
  /** Name of the dataset that it is a part of, for reports such as `run:start`. */
  readonly name?: string;
  /** True where the data are a stand-in made by a program. */
  readonly synthetic?: boolean;
  readonly count: number;
  /** Shape of one sample, such as [28, 28]. */
  readonly shape: readonly number[];
  /** Values of all samples, [count x product of shape], row-major; images are 0..255. */
  readonly values: Uint8Array | Float32Array;
  /** One class index per sample: [count]. */
  readonly labels: Uint8Array;
}

/** A dataset with its official split. */
export interface Dataset {
  readonly name: string;
  /** True where the data are a stand-in made by a program, not real ones. */
  readonly synthetic: boolean;
  readonly classes: readonly string[];
  readonly train: LabelledSet;
  readonly test: LabelledSet;
}

/** Datasets by name, as functions that load them; packages add theirs by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: an open table, filled by declaration merging
export interface Datasets {}
