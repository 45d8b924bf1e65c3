import * as tf from '../tf.ts';
import type { Optimizer, TrainedVariables } from './optimizer.ts';
import { named, zerosLike } from './slots.ts';

/** Numbers of `adam`. */
export interface AdamSettings {
  /** Decay of the mean of the gradient. @default 0.9 */
  readonly beta1?: number;
  /** Decay of the mean of its square. @default 0.999 */
  readonly beta2?: number;
  /** @default 1e-8 */
  readonly epsilon?: number;
}

/**
 * Adam: `m = beta1 m + (1 - beta1) g`, `v = beta2 v + (1 - beta2) g^2`, `w -= eta mHat / (sqrt(vHat) + epsilon)` with `mHat = m / (1 - beta1^t)` and
 * `vHat = v / (1 - beta2^t)`.
 *
 * D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, arXiv:1412.6980, algorithm 1.
 */
export function adam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamSettings, variables: TrainedVariables): Optimizer {
  const means = zerosLike(variables);
  const squares = zerosLike(variables);
  return {
    apply(gradients, learningRate, step) {
      const t = step + 1;
      const rate = learningRate / (1 - beta1 ** t);
      const unbias = 1 / (1 - beta2 ** t);
      tf.tidy(() => {
        for (const [name, w] of variables) {
          const g = gradients.get(name)!;
          const m = means.get(name)!;
          const v = squares.get(name)!;
          m.assign(tf.add(tf.mul(m, beta1), tf.mul(g, 1 - beta1)));
          v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(g), 1 - beta2)));
          w.assign(tf.sub(w, tf.div(tf.mul(m, rate), tf.add(tf.sqrt(tf.mul(v, unbias)), epsilon))));
        }
      });
    },
    slots: new Map([...named('mean', means), ...named('square', squares)]),
    dispose: () => tf.dispose([...means.values(), ...squares.values()]),
  };
}
