import { type Code, seq } from '../../assembler/code.ts';
import { f32, f32x4, i32, type Local, v128, when, whileLoop } from '../../assembler/instructions.ts';
import { type Convolution, weightsPerPlace } from '../../plan/convolution.ts';
import { spikesOf } from '../frame.ts';
import { type Propagation, type Scaling, scalingOf } from '../propagation.ts';
import { eachStretch, type Stretch } from './each-stretch.ts';
import { remainder } from './reach.ts';

/** One of the spikes that are added in one pass. */
interface Row {
  /** Bytes from the weights of the pass's first spike to those of this one; undefined for the first. */
  readonly distance: Local | undefined;
  readonly scaling: Scaling;
}

/** Vectors per turn of the loop over a stretch. */
const UNROLL = 4;

/**
 * Adds what each spike brings to the places whose windows lie over it, spike after spike for each current. Channels of one cell reach the same neurons, and
 * their spikes follow each other in the log: several of them are added in one pass, so that the currents are read and written once for all of them.
 */
export function convolution(propagation: Propagation): Code {
  const { connection, pre, target, scope, frame } = propagation;
  const topology = connection.topology as Convolution;
  const channels = topology.input[2];
  const passes = topology.kind === 'conv2d' ? [4, 2, 1].filter((count) => count <= channels) : [1];
  const local = (name: string): Local => scope.local('i32', name);
  const [cursor, end, id, cellStart] = [local('spike'), local('spikeEnd'), local('id'), local('cellStart')];
  const rows = Array.from(
    { length: passes[0]! },
    (_, k): Row => ({ distance: k === 0 ? undefined : local(`distance${k}`), scaling: scalingOf(propagation) }),
  );
  const { from, to } = spikesOf(pre, frame, connection.step);

  const neuron = (ahead: number): Code => i32.load(cursor.get, pre.log + 4 * ahead);
  const ofSameCell = (ahead: number): Code => i32.ltU(i32.sub(neuron(ahead), cellStart.get), i32.const(channels));
  const fits = (count: number): Code =>
    Array.from({ length: count - 1 }, (_, k) => ofSameCell(k + 1)).reduce(
      i32.and,
      i32.leU(i32.add(cursor.get, i32.const(4 * count)), end.get),
    );
  const channelBytes = topology.size[1] * weightsPerPlace(topology) * 4;
  const pass = (count: number): Code => {
    const together = rows.slice(0, count);
    return seq(
      ...together.map(({ distance, scaling }, k) =>
        seq(scaling.take(cursor, k), distance ? distance.set(i32.mul(i32.sub(neuron(k), id.get), i32.const(channelBytes))) : []),
      ),
      eachStretch(scope, topology, id, target, (stretch) => addStretch(propagation, topology, stretch, together)),
      cursor.set(i32.add(cursor.get, i32.const(4 * count))),
    );
  };
  const largestThatFits = passes.reduceRight(
    (smaller: Code | undefined, count) => (smaller ? when(fits(count), pass(count), smaller) : pass(count)),
    undefined,
  );
  return seq(
    cursor.set(from),
    end.set(to),
    whileLoop(
      i32.ltU(cursor.get, end.get),
      seq(id.set(neuron(0)), cellStart.set(i32.sub(id.get, remainder(id.get, channels))), largestThatFits!),
    ),
  );
}

/** Weights that lead from one neuron to neurons side by side, at most. */
const longestStretch = (topology: Convolution): number =>
  weightsPerPlace(topology) * (topology.kind === 'conv2d' ? Math.ceil(topology.size[1] / topology.strides[1]) : 1);

/** As many vectors as there are whole ones, then the weights that are left over. Loops that no stretch needs are left out. */
function addStretch(
  { layout, currents }: Propagation,
  topology: Convolution,
  { offset, target, end }: Stretch,
  rows: readonly Row[],
): Code {
  const perPlace = weightsPerPlace(topology);
  const longest = longestStretch(topology);
  const weightsOf = ({ distance }: Row): Code => (distance ? i32.add(offset.get, distance.get) : offset.get);
  const vector = (k: number): Code => {
    const sum = rows.reduce(
      (total, row) => f32x4.add(total, row.scaling.four(v128.load(weightsOf(row), layout.weights + 16 * k))),
      v128.load(target.get, currents + 16 * k),
    );
    return v128.store(target.get, sum, currents + 16 * k);
  };
  const single = f32.store(
    target.get,
    rows.reduce((total, row) => f32.add(total, row.scaling.one(f32.load(weightsOf(row), layout.weights))), f32.load(target.get, currents)),
    currents,
  );
  const whileRoom = (floats: number, body: Code): Code =>
    longest < floats
      ? []
      : whileLoop(
          i32.leU(i32.add(target.get, i32.const(4 * floats)), end.get),
          seq(body, target.set(i32.add(target.get, i32.const(4 * floats))), offset.set(i32.add(offset.get, i32.const(4 * floats)))),
        );
  return seq(
    whileRoom(4 * UNROLL, seq(...Array.from({ length: UNROLL }, (_, k) => vector(k)))),
    perPlace % (4 * UNROLL) === 0 ? [] : whileRoom(4, vector(0)),
    perPlace % 4 === 0 ? [] : whileRoom(1, single),
  );
}
