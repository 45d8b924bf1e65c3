import { createRegistry, randomStream } from '@n3ml/core';
import { type Backend, openBackend, tf } from '@n3ml/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { nanosecondsEach, tell } from '../duration.ts';
import { type Given, taken } from '../given.ts';
import { testConvolutions } from './convolutions.ts';
import { testExactSums } from './exact-sums.ts';
import { examine } from './examine.ts';
import { expectClose } from './expect-close.ts';
import { operations } from './operations.ts';
import { testTrainingStep } from './training-step.ts';

/** Options of {@link testBackend}. */
export interface BackendSuiteOptions {
  /** False for one that pads windows by 'same' and 'valid' only, as TensorFlow's own kernels do. @default true */
  readonly explicitPadding?: boolean;
}

/**
 * The conformance suite of a tensor backend. It declares vitest tests: it opens, and tensors move to and fro; the operations that n3ml trains and
 * converts networks with give what their definitions and the cpu backend give, gradients the difference quotients too; sums of whole numbers are
 * exact, which converted networks rely on; no tensor is left behind. One that isn't there says why and how to get it; the rest is skipped then.
 * It prints the time for a multiplication of a convolution.
 *
 * @param name what the tests are called
 * @param given the backend, or a function that makes it
 * @example testBackend('acme/webgpu', () => webgpu())
 */
export function testBackend(name: string, given: Given<Backend>, { explicitPadding = true }: BackendSuiteOptions = {}): void {
  describe(`backend ${name}`, () => {
    const backend = taken(given);
    const absence = backend.absence();
    // Declared nowhere: the table belongs to whoever publishes the backend.
    const provides = { backend: { [backend.name]: () => backend } as never };
    const registry = createRegistry().use({ name: 'conformance', version: '0.0.0', api: 1, provides });
    const open = (): Promise<unknown> => openBackend({ backend: backend.name, registry });

    it('says what it is, how fast, and how to get it', () => {
      expect(backend.name).not.toBe('');
      expect(backend.priority).toSatisfy(Number.isFinite, 'a finite number');
      expect(backend.install).toMatch(/\.$/);
    });

    if (absence !== undefined) {
      it('is refused with the reason, and with how to get it', async () => {
        expect(absence).not.toBe('');
        await expect(open()).rejects.toMatchObject({ code: 'N3ML_BACKEND_MISSING', details: { backend: backend.name, reason: absence } });
        await expect(open()).rejects.toThrow(backend.install);
      });
      it('computes', ({ skip }) => skip(absence));
      return;
    }

    beforeEach(open);

    it('opens again and again, and tensors go to and from another backend', async () => {
      const made = tf.tensor1d([1, 2, 3]);
      await open();
      const doubled = tf.mul(made, 2);
      await openBackend({ backend: 'cpu' });
      const sum = tf.add(doubled, made);
      await open();
      expect([...tf.add(sum, made).dataSync()]).toEqual([4, 8, 12]);
      tf.dispose([made, doubled, sum]);
    });

    const offered = explicitPadding ? operations : operations.filter(([title]) => !/padding \d/.test(title));
    it.each(offered)('gives the values and the gradients of %s', async (_, shapes, operation) => {
      const before = tf.memory().numTensors;
      const results = examine(shapes, operation);
      expect(tf.memory().numTensors, 'tensors afterwards').toBe(before);
      for (const { along, quotient } of results) expectClose([along], [quotient], 2e-3);

      await openBackend({ backend: 'cpu' });
      const reference = examine(shapes, operation);
      results.forEach(({ output, gradient }, i) => {
        expectClose(output, reference[i]!.output, 1e-5);
        expectClose(gradient, reference[i]!.gradient, 1e-5);
      });
    });

    testConvolutions(explicitPadding);
    testExactSums();
    testTrainingStep(open);

    it('tells how long a multiplication takes', async () => {
      const random = randomStream('timing');
      const [sheet, filter] = tf.tidy(() => [
        tf.tensor4d(
          Float32Array.from({ length: 16 * 16 * 16 }, () => random.uniform()),
          [1, 16, 16, 16],
        ),
        tf.tensor4d(
          Float32Array.from({ length: 9 * 16 * 16 }, () => random.uniform()),
          [3, 3, 16, 16],
        ),
      ]);
      const nanoseconds = await nanosecondsEach(() => {
        tf.tidy(() => tf.conv2d(sheet, filter, 1, 'same').dataSync());
        return 16 * 16 * 9 * 16 * 16;
      });
      tf.dispose([sheet, filter]);
      expect(nanoseconds).toBeGreaterThan(0);
      tell(`${name}: ${nanoseconds.toFixed(2)} ns per multiplication of a convolution`);
    });
  });
}
