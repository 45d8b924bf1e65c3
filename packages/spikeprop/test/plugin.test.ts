import { createEventBus, createRegistry, defineFactory, definePlugin } from '@n3ml/core';
import { xor } from '@n3ml/datasets';
import { describe, expect, it } from 'vitest';
import spikeprop, { bohte2002, type Response, type SilentRule, type TimeEncoder, type TimeLoss, type Update } from '../src/index.ts';

/** An update of a third party: a step of the rate against the sign of the gradient. It has an option of the model, and one that the model doesn't know. */
const sign = defineFactory<Update, { readonly rate?: number; readonly dead?: number }>(
  "update 'acme/sign'",
  {
    rate: { type: 'number', describe: 'step', default: 0.01 },
    dead: { type: 'number', describe: 'gradients up to this are left', default: 1e-6 },
  },
  ({ rate, dead }) => ({
    memory: {},
    step(weights, gradient) {
      gradient.forEach((slope, k) => {
        if (Math.abs(slope) > dead) weights[k]! -= rate * Math.sign(slope);
      });
    },
  }),
);

/** A response that rises and falls as a sine does, found by the search for any response. */
const bump = defineFactory<Response, { readonly tau?: number }>(
  "response 'acme/bump'",
  { tau: { type: 'number', describe: 'time of the maximum', default: 7 } },
  ({ tau }) => {
    const isOn = (u: number): boolean => u > 0 && u < 2 * tau;
    return {
      value: (u) => (isOn(u) ? Math.sin((Math.PI * u) / (2 * tau)) : 0),
      slope: (u) => (u >= 0 && u < 2 * tau ? (Math.PI / (2 * tau)) * Math.cos((Math.PI * u) / (2 * tau)) : 0),
      reach: 2 * tau,
    };
  },
);

const reversed = defineFactory<TimeEncoder, { readonly span?: number }>(
  "time encoder 'acme/reversed'",
  { span: { type: 'number', describe: 'when a value of 0 fires', default: 6 } },
  ({ span }) => ({
    size: (values) => values,
    fit: () => new Float64Array(0),
    fittedSize: () => 0,
    code: () => (values, out) => {
      for (let v = 0; v < values.length; v++) out[v] = (1 - values[v]!) * span;
    },
  }),
);

const absolute = defineFactory<TimeLoss, Record<never, never>>("loss 'acme/absolute'", {}, () => ({
  value: (time, target) => Math.abs(time - target),
  slope: (time, target) => Math.sign(time - target),
}));

let asked = 0;
const counting = defineFactory<SilentRule, Record<never, never>>("silent rule 'acme/counting'", {}, () => ({ add: () => void asked++ }));

declare module '@n3ml/core' {
  interface Responses {
    'acme/bump': typeof bump;
  }
  interface TimeEncoders {
    'acme/reversed': typeof reversed;
  }
  interface TimeLosses {
    'acme/absolute': typeof absolute;
  }
  interface Updates {
    'acme/sign': typeof sign;
  }
  interface SilentRules {
    'acme/counting': typeof counting;
  }
}

const acme = definePlugin({
  name: 'acme',
  version: '1.0.0',
  api: 1,
  requires: ['@n3ml/spikeprop'],
  provides: {
    response: { 'acme/bump': bump },
    timeEncoder: { 'acme/reversed': reversed },
    timeLoss: { 'acme/absolute': absolute },
    update: { 'acme/sign': sign },
    silentRule: { 'acme/counting': counting },
  },
});

describe('parts of a third party', () => {
  const registry = createRegistry().use(spikeprop, acme);
  const learned = async (options: Parameters<typeof bohte2002>[0], epochs = 400): Promise<number> => {
    const { results } = await bohte2002({ seed: 1, ...options }).train(xor().train, { registry, bus: createEventBus(), epochs });
    return results.accuracy!;
  };

  it.each([
    [{ update: 'acme/sign', rate: 0.003 }],
    [{ response: 'acme/bump' }],
    [{ timeEncoder: 'acme/reversed' }],
    [{ timeLoss: 'acme/absolute', rate: 0.005, goal: 0.3 }],
  ])('%j learn XOR', async (options) => {
    expect(await learned(options)).toBe(1);
  });

  it('a silent rule is asked once for each sample', async () => {
    asked = 0;
    await learned({ silentRule: 'acme/counting', goal: 0 }, 3);
    expect(asked).toBe(12);
  });

  it('are typed by their names', () => {
    expect(registry.create('update', 'acme/sign', { rate: 1 }).memory).toEqual({});
    // @ts-expect-error an option that it doesn't have
    expect(() => registry.create('update', 'acme/sign', { speed: 1 })).toThrow('[N3ML_UNKNOWN_OPTION]');
    // @ts-expect-error a name that no table has
    expect(() => registry.create('response', 'acme/bmp')).toThrow('[N3ML_UNKNOWN_NAME]');
  });
});

it('the plugin provides all parts by name', () => {
  const registry = createRegistry().use(spikeprop);
  const kinds = ['response', 'timeEncoder', 'timeLoss', 'update', 'silentRule', 'model', 'observer'] as const;
  expect(Object.fromEntries(kinds.map((kind) => [kind, registry.names(kind)]))).toEqual({
    response: ['alpha', 'double-exponential'],
    timeEncoder: ['linear', 'population'],
    timeLoss: ['huber', 'squared'],
    update: ['adam', 'gradient-descent', 'momentum', 'rprop'],
    silentRule: ['leave', 'raise', 'raise-all'],
    model: ['bohte-2002'],
    observer: ['spike-times'],
  });
});
