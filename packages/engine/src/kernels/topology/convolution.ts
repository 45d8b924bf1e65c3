import { type Code, seq } from '../../assembler/code.ts';
import { f32, f32x4, i32, v128, whileLoop } from '../../assembler/instructions.ts';
import { type Convolution, weightsPerPlace } from '../../plan/convolution.ts';
import { eachArrival, type Propagation, type Scaling } from '../propagation.ts';
import { eachStretch, type Stretch } from './stretches.ts';

/** Vectors per turn of the loop over a stretch. */
const UNROLL = 4;

/** Adds what each spike brings to the places whose windows lie over it: spike after spike, and none twice to the same neuron. */
export function convolution(propagation: Propagation): Code {
  const { scope, target, connection } = propagation;
  const topology = connection.topology as Convolution;
  return eachArrival(propagation, (id, scaling) =>
    eachStretch(scope, topology, id, target, (stretch) => addStretch(propagation, topology, stretch, scaling)),
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
  { one, four }: Scaling,
): Code {
  const perPlace = weightsPerPlace(topology);
  const longest = longestStretch(topology);
  const vector = (k: number): Code => {
    const sum = f32x4.add(v128.load(target.get, currents + 16 * k), four(v128.load(offset.get, layout.weights + 16 * k)));
    return v128.store(target.get, sum, currents + 16 * k);
  };
  const single = f32.store(target.get, f32.add(f32.load(target.get, currents), one(f32.load(offset.get, layout.weights))), currents);
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
