/** What the boundaries check knows of one package. */
export interface Layer {
  /** Its height in the diagram; arrows go down, or sideways where `imports` says so. */
  readonly level: number;
  /** Short names of the packages that its sources may import; `'*'` for every one. */
  readonly imports: readonly string[] | '*';
  /** True for packages that run in a browser: no `node:` import outside `src/node`. */
  readonly numeric?: boolean;
  /** True for packages that provide things to the registry: they meet the engine there and never import it. */
  readonly plugin?: boolean;
}

/** The arrows that are allowed. A package that is not in this table is an error: give it a row. */
export const layers: Readonly<Record<string, Layer>> = {
  core: { level: 0, imports: [], numeric: true },
  equations: { level: 0, imports: [], numeric: true },
  neurons: { level: 1, imports: ['core'], numeric: true, plugin: true },
  encoders: { level: 1, imports: ['core'], numeric: true, plugin: true },
  stdp: { level: 1, imports: ['core'], numeric: true, plugin: true },
  datasets: { level: 1, imports: ['core'], plugin: true },
  observers: { level: 1, imports: ['core'], plugin: true },
  recording: { level: 1, imports: ['core'], numeric: true, plugin: true },
  tensor: { level: 1, imports: ['core'], plugin: true },
  'create-n3ml-plugin': { level: 1, imports: ['core'] },
  engine: { level: 2, imports: ['core', 'equations'], numeric: true },
  conversion: { level: 2, imports: ['core', 'datasets', 'tensor'], plugin: true },
  spikeprop: { level: 2, imports: ['core', 'encoders', 'datasets'], numeric: true, plugin: true },
  dashboard: { level: 3, imports: ['core'], plugin: true },
  testing: { level: 3, imports: ['core', 'engine', 'equations', 'tensor', 'conversion'] },
  n3ml: { level: 3, imports: '*' },
};

/** Examples stand on top and may import every package. */
export const exampleLayer: Layer = { level: 4, imports: '*' };
