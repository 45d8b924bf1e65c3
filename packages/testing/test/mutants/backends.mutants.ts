import { type Backend, openBackend, tf } from '@n3ml/tensor';
import { testBackend } from '../../src/tensor/index.ts';
import { caughtBy } from './caught-by.ts';

/** The cpu backend by another name, with one kernel changed. */
const changed = (name: string, kernelName: string, change: (stock: tf.KernelFunc) => tf.KernelFunc): Backend => ({
  name,
  priority: 1,
  install: 'It is here.',
  absence: () => undefined,
  async start() {
    if (!tf.findBackendFactory(name)) {
      await openBackend({ backend: 'cpu' });
      tf.registerBackend(name, tf.findBackendFactory('cpu'));
      tf.copyRegisteredKernels('cpu', name);
      const stock = tf.getKernel(kernelName, name);
      tf.unregisterKernel(kernelName, name);
      tf.registerKernel({ ...stock, kernelFunc: change(stock.kernelFunc) });
    }
    await tf.setBackend(name);
  },
});

/** Rounds to 11 bits, as tensor cores do in their fast mode. */
const rounded = (x: tf.Tensor): tf.Tensor => {
  const values = (x.dataSync() as Float32Array).slice();
  const bits = new Uint32Array(values.buffer);
  for (let k = 0; k < bits.length; k++) bits[k] = (bits[k]! + 0x1000) & ~0x1fff;
  return tf.tensor(values, x.shape);
};

testBackend(caughtBy('adds the weights of spikes exactly: matMul', 'products of few bits'), () =>
  changed('few-bits', 'BatchMatMul', (stock) => ({ inputs, ...rest }) => {
    const [a, b] = [rounded(inputs.a as tf.Tensor), rounded(inputs.b as tf.Tensor)];
    return stock({ inputs: { a, b }, ...rest });
  }),
);
testBackend(caughtBy('gives the values and the gradients of average pool', 'a gradient that is 0'), () =>
  changed(
    'no-gradient',
    'AvgPoolGrad',
    () =>
      ({ inputs }) =>
        tf.zerosLike(inputs.input as tf.Tensor),
  ),
);
testBackend(caughtBy('gives the values and the gradients of relu', 'a tensor left behind'), () =>
  changed('leaking', 'Relu', (stock) => (call) => {
    tf.keep(tf.scalar(1));
    return stock(call);
  }),
);
testBackend(caughtBy('is refused with the reason, and with how to get it', 'no reason for its absence'), () => ({
  name: 'absent',
  priority: 1,
  install: 'Look for it.',
  absence: () => '',
  start: async () => {},
}));
testBackend(caughtBy('says what it is, how fast, and how to get it', 'a priority that is no number'), () => ({
  name: 'unranked',
  priority: Number.NaN,
  install: 'Look for it.',
  absence: () => 'not installed',
  start: async () => {},
}));
