/** What a load depends on beside its options. */
export interface Surroundings {
  /** N3ML_DATA, the variable that names a mirror, and what {@link cacheFolder} reads. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}
