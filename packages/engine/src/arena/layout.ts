import type { ConnectionPlan, Plan, PopulationPlan } from '../plan/plan.ts';

/** Steps that one call of the kernels runs at most. */
export const STEPS_PER_CALL = 1024;
/** Spikes of one population that one call can hold, unless the population is larger than that. */
const SPIKES_PER_CALL = 1 << 16;

const LANES = 4;
/** A size rounded up to whole vectors. */
export const padded = (size: number): number => Math.ceil(size / LANES) * LANES;

/** What the kernels leave at the start of the local part when a state variable has become NaN. */
export const fault = { population: 0, neuron: 4, step: 8 } as const;
const HEADER_BYTES = 64;

/** Where a population's data lie: byte offsets into the local part. All arrays of 32-bit elements, [padded(size)] but for the spike log. */
export interface PopulationLayout {
  readonly name: string;
  readonly size: number;
  readonly isInput: boolean;
  readonly carries: PopulationPlan['carries'];
  readonly variables: Readonly<Record<string, number>>;
  readonly constants: Readonly<Record<string, number>>;
  /** Summed synaptic input of this step by channel. */
  readonly channels: Readonly<Record<string, number>>;
  /** Step (since the reset) from which each neuron is free again: i32. */
  readonly freeFrom: number;
  /** Refractory steps of each neuron, where they differ. */
  readonly refractory: number;
  /** Spikes since the reset: u32. */
  readonly counts: number;
  /** Neurons that have spiked since the reset, in the order of their first spike, and how many they are. */
  readonly active: number;
  readonly activeCount: number;
  /** Neurons that spiked, step after step, u32 [logCapacity]; step s of this call is log[offsets[s + 1]] .. log[offsets[s + 2] - 1], and s = -1 the last step before it. */
  readonly log: number;
  readonly offsets: number;
  readonly logCapacity: number;
  /** What each entry of the log counts, f32 beside it: the sign of a spike, or a current, whose neurons stand in the log like the spikes of one step. */
  readonly scales: number;
}

/** Where a connection's data lie. `weights`, `synapse`, `delays`, `rows`, `columns` are absolute addresses, the rest offsets into the local part. */
export interface ConnectionLayout {
  readonly name: string;
  readonly weights: number;
  /** Distance of two rows of a dense connection in bytes. */
  readonly rowBytes: number;
  /** Number of 32-bit elements of `weights` and of each array of `synapse`, padding included. */
  readonly weightElements: number;
  readonly synapse: Readonly<Record<string, number>>;
  readonly delays: number;
  readonly rows: number;
  readonly columns: number;
  /** Sparse: where the synapses onto each neuron are listed, as (row, byte offset of the weight) pairs. */
  readonly columnStarts: number;
  readonly columnEntries: number;
  readonly pre: Readonly<Record<string, number>>;
  readonly post: Readonly<Record<string, number>>;
  readonly signals: Readonly<Record<string, number>>;
  /** One byte per postsynaptic neuron: its weights have changed since they were last normalized. */
  readonly unsettled: number;
  readonly unsettledList: number;
  readonly sums: number;
  /** Currents on their way, f32 [longestDelay + 1][padded(post)], and the slot that is due. */
  readonly ring: number;
  readonly ringSlot: number;
  /** Max pooling: the highest spike count under each place's window, u32 [padded(post)]. */
  readonly highest: number;
  /** What a presynaptic current brings in each step, f32 [padded(post)]. */
  readonly inflow: number;
}

/**
 * All state in one memory: a shared part (weights, and what belongs to each synapse) and a local part that each simulation, or each worker of a
 * pool, has for itself. The local part starts with a block that a reset overwrites by its image, which lies behind it.
 */
export interface Layout {
  readonly sharedBytes: number;
  readonly localBytes: number;
  readonly blockBytes: number;
  /** Offset of the block's image in the local part. */
  readonly image: number;
  readonly populations: readonly PopulationLayout[];
  readonly connections: readonly ConnectionLayout[];
}

/** Hands out aligned stretches one after the other. */
class Stretch {
  end: number;
  constructor(start: number) {
    this.end = start;
  }
  take(bytes: number): number {
    const start = this.end;
    this.end = Math.ceil((start + bytes) / 64) * 64;
    return start;
  }
  record(names: Iterable<string>, bytes: number): Record<string, number> {
    return Object.fromEntries([...names].map((name) => [name, this.take(bytes)]));
  }
}

const names = (variables: readonly { readonly name: string; readonly kept: boolean }[], kept: boolean): string[] =>
  variables.filter((variable) => variable.kept === kept).map(({ name }) => name);

/** Lays out a plan's memory. */
export function layOut({ populations, connections }: Plan): Layout {
  const shared = new Stretch(64);
  const sharedParts = connections.map((connection) => layOutShared(connection, shared));

  const block = new Stretch(HEADER_BYTES);
  const populationBlocks = populations.map(({ size, program }) => {
    const bytes = padded(size) * 4;
    return {
      variables: block.record(names(program?.variables ?? [], false), bytes),
      channels: block.record(program?.channels ?? [], bytes),
      freeFrom: block.take(program && program.refractorySteps !== 0 ? bytes : 0),
      counts: block.take(bytes),
      activeCount: block.take(4),
    };
  });
  const connectionBlocks = connections.map(({ topology, rule, pre, post, longestDelay }) => ({
    pre: block.record(names(rule?.program.pre ?? [], false), padded(pre.size) * 4),
    post: block.record(names(rule?.program.post ?? [], false), padded(post.size) * 4),
    ring: block.take(longestDelay ? (longestDelay + 1) * padded(post.size) * 4 : 0),
    ringSlot: block.take(4),
    highest: block.take(topology.kind === 'pool2d' && topology.pool === 'max' ? padded(post.size) * 4 : 0),
  }));

  const rest = new Stretch(block.end);
  const image = rest.take(block.end);
  const populationLayouts = populations.map((population, k): PopulationLayout => {
    const own = populationBlocks[k]!;
    return {
      ...own,
      ...layOutPopulation(population, rest),
      variables: { ...own.variables, ...rest.record(names(population.program?.variables ?? [], true), padded(population.size) * 4) },
    };
  });
  const connectionLayouts = connections.map(({ name, rule, pre, post, normalizedSum }, k): ConnectionLayout => {
    const own = connectionBlocks[k]!;
    return {
      name,
      ...sharedParts[k]!,
      ...own,
      pre: { ...own.pre, ...rest.record(names(rule?.program.pre ?? [], true), padded(pre.size) * 4) },
      post: { ...own.post, ...rest.record(names(rule?.program.post ?? [], true), padded(post.size) * 4) },
      signals: rest.record(rule?.program.signals ?? [], 4),
      unsettled: rest.take(normalizedSum === undefined ? 0 : padded(post.size)),
      unsettledList: rest.take(normalizedSum === undefined ? 0 : post.size * 4),
      sums: rest.take(normalizedSum === undefined ? 0 : post.size * 8),
      inflow: rest.take(pre.carries === 'current' ? padded(post.size) * 4 : 0),
    };
  });
  return {
    sharedBytes: shared.end,
    localBytes: rest.end,
    blockBytes: block.end,
    image,
    populations: populationLayouts,
    connections: connectionLayouts,
  };
}

function layOutPopulation({ name, size, carries, program }: PopulationPlan, rest: Stretch) {
  const bytes = padded(size) * 4;
  const logCapacity = carries === 'current' ? size : Math.max(2 * size, SPIKES_PER_CALL);
  return {
    name,
    size,
    carries,
    isInput: program === undefined,
    constants: rest.record(Object.keys(program?.constants ?? {}), bytes),
    refractory: rest.take(typeof program?.refractorySteps === 'object' ? bytes : 0),
    active: rest.take(bytes),
    log: rest.take(logCapacity * 4),
    offsets: rest.take((STEPS_PER_CALL + 2) * 4),
    logCapacity,
    scales: rest.take(carries === 'spikes' ? 0 : logCapacity * 4),
  };
}

function layOutShared({ topology, pre, post, weights, rule, delay }: ConnectionPlan, shared: Stretch) {
  const rowElements = topology.kind === 'dense' ? padded(post.size) : 0;
  const weightElements = topology.kind === 'dense' ? pre.size * rowElements : typeof weights === 'number' ? 0 : padded(weights.length);
  // A sparse connection without a single synapse still has its offsets.
  const isSparse = topology.kind === 'sparse';
  const synapses = isSparse ? topology.columns.length : 0;
  return {
    rowBytes: rowElements * 4,
    weightElements,
    weights: shared.take(weightElements * 4),
    synapse: shared.record(rule?.program.synapse.map(({ name }) => name) ?? [], weightElements * 4),
    delays: shared.take(typeof delay === 'number' ? 0 : weightElements * 2),
    rows: shared.take(isSparse ? (pre.size + 1) * 4 : 0),
    columns: shared.take(synapses * 4),
    columnStarts: shared.take(isSparse ? (post.size + 1) * 4 : 0),
    columnEntries: shared.take(synapses * 8),
  };
}

const PAGE_BYTES = 65536;

/** Pages that a layout needs with `copies` local parts. */
export const pagesOf = ({ sharedBytes, localBytes }: Layout, copies: number): number =>
  Math.ceil((sharedBytes + copies * localBytes) / PAGE_BYTES);
