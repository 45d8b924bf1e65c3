/** What a factory says about what it makes, for `n3ml explain` and the documentation. */
export interface About {
  /** What it is, in one sentence. */
  readonly summary: string;
  /** The paper or book that it comes from: authors, title, where, DOI. */
  readonly source?: string;
  /** Where it differs from its source, and why. */
  readonly differs?: string;
}
