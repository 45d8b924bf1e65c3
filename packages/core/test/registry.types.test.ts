import { createRegistry, definePlugin, type Encoder, N3mlError, type OptionSpecs, withOptions } from '@n3ml/core';
import { expect, expectTypeOf, test } from 'vitest';

const burst = withOptions(
  { rate: { type: 'number', describe: 'rate', unit: 'Hz' }, sharp: { type: 'boolean', describe: 'sharp or not' } },
  ({ rate, sharp = true }: { rate: number; sharp?: boolean }): Encoder => ({ encode: (_values, out) => out.add(0, sharp ? rate : 0) }),
);
const plain = (): Encoder => ({ encode: () => {} });
const chart = ({ title }: { title: string }) => ({ draw: () => title });

declare module '@n3ml/core' {
  interface Encoders {
    'acme/burst': typeof burst;
    'acme/plain': typeof plain;
  }
  interface Kinds {
    'acme/chart': { table: { bars: typeof chart }; makes: { draw(): string } };
  }
}

const head = { version: '1.0.0', api: 1 } as const;
const plugin = definePlugin({
  ...head,
  name: 'acme',
  provides: { encoder: { 'acme/burst': burst, 'acme/plain': plain }, 'acme/chart': { bars: chart } },
});
const registry = createRegistry().use(plugin);

/** What is only to be compiled. */
const compiled = (..._never: (() => unknown)[]): void => {};

test('options and results of declared names are typed', () => {
  expectTypeOf(registry.create('encoder', 'acme/burst', { rate: 3 })).toEqualTypeOf<Encoder>();
  expectTypeOf(registry.create('acme/chart', 'bars', { title: 'a' })).toEqualTypeOf<{ draw: () => string }>();
  expectTypeOf(registry.resolve('acme/chart', 'bars')).toEqualTypeOf<{ draw(): string }>();
  expectTypeOf(burst).toBeCallableWith({ rate: 3 });
  expectTypeOf(burst.options).toEqualTypeOf<OptionSpecs>();
  expect(registry.create('acme/chart', 'bars', { title: 'a' }).draw()).toBe('a');
});

test('a wrong use is a compile error', () => {
  compiled(
    // @ts-expect-error an unknown kind
    () => registry.create('encodr', 'acme/burst', { rate: 3 }),
    // @ts-expect-error an unknown name
    () => registry.create('encoder', 'acme/brust', { rate: 3 }),
    // @ts-expect-error a missing record of options
    () => registry.create('encoder', 'acme/burst'),
    // @ts-expect-error a missing option
    () => registry.create('encoder', 'acme/burst', { sharp: true }),
    // @ts-expect-error a misspelt option
    () => registry.create('encoder', 'acme/burst', { rate: 3, shrap: true }),
    // @ts-expect-error an option of another type
    () => registry.create('encoder', 'acme/burst', { rate: '3' }),
    // @ts-expect-error an unknown kind, resolved
    () => registry.resolve('encodr', 'acme/burst'),
  );
  // @ts-expect-error the same at run time
  expect(() => registry.create('encodr', 'acme/burst', { rate: 3 })).toThrow(N3mlError);
});

test('a plugin that provides what no table declares is a compile error', () => {
  const table = { 'acme/undeclared': plain };
  const withoutSpecs = ({ rate }: { rate: number }): Encoder => ({ encode: (_, out) => out.add(0, rate) });
  compiled(
    // @ts-expect-error an undeclared name
    () => definePlugin({ ...head, name: 'a', provides: { encoder: { 'acme/undeclared': plain } } }),
    // @ts-expect-error an undeclared name in a table made elsewhere
    () => definePlugin({ ...head, name: 'a', provides: { encoder: table } }),
    // @ts-expect-error an undeclared name in a table that nobody has filled
    () => definePlugin({ ...head, name: 'a', provides: { neuron: { 'acme/undeclared': plain } } }),
    // @ts-expect-error an undeclared kind
    () => definePlugin({ ...head, name: 'a', provides: { chart: { bars: chart } } }),
    // @ts-expect-error a factory of another type than its row
    () => definePlugin({ ...head, name: 'a', provides: { encoder: { 'acme/burst': chart } } }),
    // @ts-expect-error a factory without the specs that its row has
    () => definePlugin({ ...head, name: 'a', provides: { encoder: { 'acme/burst': withoutSpecs } } }),
    // @ts-expect-error another API
    () => definePlugin({ ...head, api: 2, name: 'a', provides: {} }),
  );
  expect(plugin.provides.encoder).toHaveProperty(['acme/burst'], burst);
});

test('specs for an option that the factory does not take are a compile error', () => {
  compiled(
    // @ts-expect-error a misspelt option
    () => withOptions({ rat: { type: 'number', describe: 'rate' } }, ({ rate }: { rate: number }) => rate),
  );
  expect(withOptions({ rate: { type: 'number', describe: 'rate' } }, ({ rate }: { rate: number }) => rate)({ rate: 2 })).toBe(2);
});
