import { type Code, seq } from '../../assembler/code.ts';
import { forUpTo, i32, type Local, select, whileLoop } from '../../assembler/instructions.ts';
import type { Scope } from '../../assembler/module.ts';
import { type Convolution, weightsPerPlace } from '../../plan/convolution.ts';
import { columnPlace } from './each-stretch.ts';
import { quotient, remainder } from './reach.ts';

/** Where one synapse is, seen from the postsynaptic side: the pointer `base + 4 * index` of its presynaptic neuron, and the byte offset of its weight. */
interface Source {
  readonly source: Local;
  readonly offset: Local;
}

/** Every synapse of a postsynaptic neuron (index in `id`), in ascending order of the presynaptic ones. */
export function eachSource(scope: Scope, topology: Convolution, id: Local, base: Local, body: (source: Source) => Code): Code {
  const { kind, input, output, size, strides, padding } = topology;
  const perPlace = weightsPerPlace(topology);
  const channels = input[2];
  const local = (name: string): Local => scope.local('i32', name);
  const [cell, own, channel] = [local('cell'), local('own'), local('channel')];
  const [source, offset, channelsEnd] = [local('source'), local('offset'), local('channelsEnd')];

  /** The rows or columns of the kernel that lie over the sheet. */
  const along = (k: 0 | 1, name: string, place: Code) => {
    const [top, at, from, to] = [local(`${name}Top`), local(`kernel${name}`), local(`${name}From`), local(`${name}To`)];
    const pad = i32.const(padding[k]);
    const below = i32.sub(i32.const(input[k] + padding[k]), top.get);
    const code = seq(
      top.set(i32.mul(place, i32.const(strides[k]))),
      from.set(select(i32.sub(pad, top.get), i32.const(0), i32.ltU(top.get, pad))),
      to.set(select(below, i32.const(size[k]), i32.ltU(below, i32.const(size[k])))),
    );
    return { at, from, to, code, sheet: i32.sub(i32.add(top.get, at.get), pad) };
  };
  const y = along(0, 'Y', quotient(cell.get, output[1]));
  const x = along(1, 'X', remainder(cell.get, output[1]));

  const neuron = i32.add(i32.mul(i32.add(i32.mul(y.sheet, i32.const(input[1])), x.sheet), i32.const(channels)), channel.get);
  const kernelCell = i32.add(
    i32.mul(i32.add(i32.mul(y.at.get, i32.const(channels)), channel.get), i32.const(size[1])),
    columnPlace(topology, x.at.get, i32.const(0)),
  );
  const first = seq(
    source.set(i32.add(base.get, i32.shl(neuron, i32.const(2)))),
    offset.set(i32.shl(i32.add(i32.mul(kernelCell, i32.const(perPlace)), own.get), i32.const(2))),
  );
  const allChannels = seq(
    channelsEnd.set(i32.add(source.get, i32.const(channels * 4))),
    whileLoop(
      i32.ltU(source.get, channelsEnd.get),
      seq(
        body({ source, offset }),
        source.set(i32.add(source.get, i32.const(4))),
        offset.set(i32.add(offset.get, i32.const(size[1] * perPlace * 4))),
      ),
    ),
  );
  return seq(
    cell.set(quotient(id.get, output[2])),
    own.set(remainder(remainder(id.get, output[2]), perPlace)),
    channel.set(kind === 'conv2d' ? i32.const(0) : quotient(remainder(id.get, output[2]), perPlace)),
    y.code,
    x.code,
    forUpTo(
      y.at,
      y.from.get,
      y.to.get,
      1,
      forUpTo(x.at, x.from.get, x.to.get, 1, seq(first, kind === 'conv2d' ? allChannels : body({ source, offset }))),
    ),
  );
}
