import type { Encoder } from '@n3ml/core';
import { N3mlError } from '@n3ml/core';
import { testEncoder } from '../../src/index.ts';
import { caughtBy } from './caught-by.ts';

/** A coin for each value and step, with the change. */
const coins = (
  change: Partial<Encoder> & { readonly encodeOne?: (...of: readonly [step: number, neuron: number]) => readonly [number, number] },
): Encoder => ({
  encode(values, out, { steps, random }) {
    const bad = values.findIndex(Number.isNaN);
    if (bad >= 0) throw new N3mlError('N3ML_BAD_VALUE', `Value ${bad} is NaN.`);
    for (let step = 0; step < steps; step++) {
      for (const [neuron, value] of values.entries()) {
        if (random.uniform() < value) out.add(...(change.encodeOne?.(step, neuron) ?? [step, neuron]));
      }
    }
  },
  ...change,
});
const exists = 'adds spikes of steps and neurons that exist, once at most, in 100 steps';
const good = coins({});
let calls = 0;

testEncoder(caughtBy('drives as many neurons as it says', 'half a neuron'), coins({ outputSize: (count) => count / 2 }));
testEncoder(caughtBy(exists, 'spikes after the last step'), coins({ encodeOne: (step, neuron) => [step + 1, neuron] }));
testEncoder(caughtBy(exists, 'spikes of neurons that are not there'), coins({ encodeOne: (step, neuron) => [step, neuron + 1] }));
testEncoder(caughtBy(exists, 'several spikes of a neuron in a step'), coins({ encodeOne: (step) => [step, 0] }));
testEncoder(caughtBy('leaves it to the caller to begin and finish the train', 'a train that is begun again'), {
  encode(values, out, context) {
    out.begin(context.steps);
    good.encode(values, out, context);
  },
});
testEncoder(caughtBy('encodes something', 'silence'), { encode() {} });
testEncoder(caughtBy('gives the same train for the same key, whatever it has encoded before', 'random numbers from elsewhere'), {
  encode: (values, out, context) => good.encode(values, out, { ...context, random: { ...context.random, uniform: Math.random } }),
});
testEncoder(caughtBy('gives the same train for the same key, whatever it has encoded before', 'a state between samples'), {
  encode: (values, out, context) => good.encode(calls++ % 2 ? values : values.toReversed(), out, context),
});
testEncoder(caughtBy('leaves the values as they are', 'values that are scaled in place'), {
  encode: (values, out, context) => good.encode(values.fill(0.5, 0, 1), out, context),
});
testEncoder(caughtBy('stays silent at 0', 'noise where it promised silence'), coins({ encode: (_, out) => out.add(0, 0) }), {
  silentAt: 0,
});
testEncoder(caughtBy('refuses NaN at value 0 before it adds a spike', 'NaN taken for silence'), {
  encode: (values, out, context) =>
    good.encode(
      values.map((value) => value || 0),
      out,
      context,
    ),
});
