import type { Window } from '@n3ml/core';

/**
 * Where the arena has each kernel column. Windows side by side see a neuron through columns that are a stride apart, the right window through the left
 * column; those lie together, in the order of the windows: by column modulo stride, then descending. So what a spike adds to neighbouring places is one stretch.
 */
export function columnPlaces({ size: [, width], strides: [, stride] }: Window): readonly number[] {
  const order = Array.from({ length: width }, (_, kx) => kx).sort((a, b) => (a % stride) - (b % stride) || b - a);
  return order.map((_, kx) => order.indexOf(kx));
}
