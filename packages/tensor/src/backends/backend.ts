/** One way to compute with tensors: whether it is there, how to get it and how to start it. */
export interface Backend {
  readonly name: string;
  /** Where nothing is forced, the backend of the highest priority that is there is taken: 10 `cpu`, 20 `wasm`, 30 `tfjs-node`, 40 `tfjs-node-gpu`. */
  readonly priority: number;
  /** How to get it, as the end of an error sentence. */
  readonly install: string;
  /** Why it can't be started here, in a few words: 'not installed'; undefined where it can. */
  absence(): string | undefined;
  /** Makes it the backend of every tensor from here on. Cheap where it runs already. */
  start(): Promise<void>;
}
