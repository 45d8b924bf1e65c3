import type { Window } from '@n3ml/core';
import { type Code, seq } from '../../assembler/code.ts';
import { forUpTo, i32, type Local, select, when } from '../../assembler/instructions.ts';
import type { Scope } from '../../assembler/module.ts';
import { type Convolution, weightsPerPlace } from '../../plan/convolution.ts';
import { quotient, reach, remainder } from './reach.ts';

/** Weights that lie side by side and lead to neurons that lie side by side. Who visits them moves `offset` and `target` along, up to `end`. */
export interface Stretch {
  /** Byte offset of the weight. */
  readonly offset: Local;
  /** Pointers `base + 4 * index`: the neuron, and the end of the neurons. */
  readonly target: Local;
  readonly end: Local;
}

/** Where the arena has the kernel column through which the window at place `from` sees column `x`, as `columnPlaces` orders them. */
export function columnPlace({ size: [, width], strides: [, stride] }: Window, x: Code, from: Code): Code {
  const group = i32.add(remainder(x, stride), i32.const(1));
  const [each, longer] = [Math.floor(width / stride), width % stride];
  const end =
    stride === 1
      ? i32.const(width)
      : i32.add(i32.mul(group, i32.const(each)), select(group, i32.const(longer), i32.ltU(group, i32.const(longer))));
  return i32.sub(i32.add(end, from), i32.add(quotient(x, stride), i32.const(1)));
}

/**
 * Every synapse of a presynaptic neuron (index in `id`), in ascending order of the postsynaptic ones: a stretch for each row of places where a neuron leads to
 * all channels, else one for each place.
 */
export function eachStretch(scope: Scope, topology: Convolution, id: Local, base: Local, body: (stretch: Stretch) => Code): Code {
  const { kind, input, output, size, strides } = topology;
  const perPlace = weightsPerPlace(topology);
  const placeBytes = output[2] * 4;
  const rowBytes = output[1] * placeBytes;
  const kernelRowBytes = input[2] * size[1] * perPlace * 4;
  const local = (name: string): Local => scope.local('i32', name);
  const [row, rowOffset, rowTarget, rowLength] = [local('row'), local('rowOffset'), local('rowTarget'), local('rowLength')];
  const stretch: Stretch = { offset: local('offset'), target: local('target'), end: local('end') };
  const place = local('placeTarget');
  const placesEnd = local('placesEnd');

  const wholeRow = seq(stretch.target.set(rowTarget.get), stretch.end.set(i32.add(rowTarget.get, rowLength.get)), body(stretch));
  const placeByPlace = seq(
    placesEnd.set(i32.add(rowTarget.get, rowLength.get)),
    forUpTo(
      place,
      rowTarget.get,
      placesEnd.get,
      placeBytes,
      seq(stretch.target.set(place.get), stretch.end.set(i32.add(place.get, i32.const(perPlace * 4))), body(stretch)),
    ),
  );
  return reach(scope, topology, id, (channel, rows, columns) => {
    const kernelRow = i32.sub(rows.at.get, i32.mul(rows.from.get, i32.const(strides[0])));
    const kernelCell = i32.add(
      i32.mul(i32.add(i32.mul(kernelRow, i32.const(input[2])), channel.get), i32.const(size[1])),
      columnPlace(topology, columns.at.get, columns.from.get),
    );
    const firstPlace = i32.add(i32.mul(rows.from.get, i32.const(rowBytes)), i32.mul(columns.from.get, i32.const(placeBytes)));
    const ownChannels = kind === 'conv2d' ? i32.const(0) : i32.mul(channel.get, i32.const(perPlace * 4));
    return when(
      i32.ltU(columns.from.get, columns.to.get),
      seq(
        rowOffset.set(i32.mul(kernelCell, i32.const(perPlace * 4))),
        rowTarget.set(i32.add(base.get, i32.add(firstPlace, ownChannels))),
        rowLength.set(i32.mul(i32.sub(columns.to.get, columns.from.get), i32.const(placeBytes))),
        forUpTo(
          row,
          rows.from.get,
          rows.to.get,
          1,
          seq(
            stretch.offset.set(rowOffset.get),
            kind === 'conv2d' ? wholeRow : placeByPlace,
            rowOffset.set(i32.sub(rowOffset.get, i32.const(strides[0] * kernelRowBytes))),
            rowTarget.set(i32.add(rowTarget.get, i32.const(rowBytes))),
          ),
        ),
      ),
    );
  });
}
