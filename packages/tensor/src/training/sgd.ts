import * as tf from '../tf.ts';
import type { Optimizer, TrainedVariables } from './optimizer.ts';
import { named, zerosLike } from './slots.ts';

/** Numbers of `sgd`. */
export interface SgdSettings {
  /** @default 0 */
  readonly momentum?: number;
  /** The gradient of `weightDecay / 2 * |w|^2` is added to that of the loss. @default 0 */
  readonly weightDecay?: number;
}

/** Stochastic gradient descent with momentum, as PyTorch counts it: `u = momentum u + g + weightDecay w`, `w -= eta u`. */
export function sgd({ momentum = 0, weightDecay = 0 }: SgdSettings, variables: TrainedVariables): Optimizer {
  const velocities: TrainedVariables = momentum === 0 ? new Map() : zerosLike(variables);
  return {
    apply(gradients, learningRate) {
      tf.tidy(() => {
        for (const [name, w] of variables) {
          let u: tf.Tensor = gradients.get(name)!;
          if (weightDecay !== 0) u = tf.add(u, tf.mul(w, weightDecay));
          const velocity = velocities.get(name);
          if (velocity) {
            u = tf.add(tf.mul(velocity, momentum), u);
            velocity.assign(u);
          }
          w.assign(tf.sub(w, tf.mul(u, learningRate)));
        }
      });
    },
    slots: new Map(named('velocity', velocities)),
    dispose: () => tf.dispose([...velocities.values()]),
  };
}
