import * as tf from '../tf.ts';

/** One variable of zeros for each of `variables`, by the same names. */
export const zerosLike = (variables: ReadonlyMap<string, tf.Variable>): ReadonlyMap<string, tf.Variable> =>
  new Map([...variables].map(([name, { shape }]) => [name, tf.tidy(() => tf.variable(tf.zeros(shape), false))]));

/** Puts `slot/` before every name. */
export const named = (slot: string, variables: ReadonlyMap<string, tf.Variable>): readonly (readonly [string, tf.Variable])[] =>
  [...variables].map(([name, variable]) => [`${slot}/${name}`, variable]);
