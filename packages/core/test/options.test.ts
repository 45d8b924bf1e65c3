import { checkOptions, defineFactory, definePlugin, type OptionSpecs, withOptions } from '@n3ml/core';
import { expect, test } from 'vitest';

const specs: OptionSpecs = {
  rate: { type: 'number', describe: 'highest rate', unit: 'Hz', default: 63.75, min: 0, max: 1000 },
  steps: { type: 'integer', describe: 'steps', min: 1 },
  bound: { type: 'number', describe: 'upper bound', max: 1 },
  mode: { type: 'string', describe: 'mode', choices: ['fast', 'exact'], default: 'exact' },
  label: { type: 'string', describe: 'label' },
  learn: { type: 'boolean', describe: 'whether it learns', default: false },
};

test('good options are taken and defaults are filled in', () => {
  const given = { steps: 3, learn: true, label: undefined };
  expect(checkOptions(specs, given, 'encoder x')).toEqual({ rate: 63.75, steps: 3, mode: 'exact', learn: true });
  expect(given).toEqual({ steps: 3, learn: true, label: undefined });
  expect(checkOptions(specs, { rate: 0, bound: -5, label: '' }, 'x')).toEqual({
    rate: 0,
    bound: -5,
    label: '',
    mode: 'exact',
    learn: false,
  });
  expect(checkOptions(specs, { rate: 1000 }, 'x').rate).toBe(1000);
});

test.each([
  [{ rate: Number.NaN }, "Option 'rate' of encoder 'x' is NaN; give a finite number from 0 to 1000 (in Hz)."],
  [{ rate: Infinity }, "Option 'rate' of encoder 'x' is Infinity; give a finite number from 0 to 1000 (in Hz)."],
  [{ rate: -1 }, "Option 'rate' of encoder 'x' is -1; give a finite number from 0 to 1000 (in Hz)."],
  [{ rate: 1001 }, "Option 'rate' of encoder 'x' is 1001; give a finite number from 0 to 1000 (in Hz)."],
  [{ rate: '5' }, "Option 'rate' of encoder 'x' is \"5\"; give a finite number from 0 to 1000 (in Hz)."],
  [{ rate: null }, "Option 'rate' of encoder 'x' is null; give a finite number from 0 to 1000 (in Hz)."],
  [{ bound: -Infinity }, "Option 'bound' of encoder 'x' is -Infinity; give a finite number of at most 1."],
  [{ steps: 1.5 }, "Option 'steps' of encoder 'x' is 1.5; give a whole number of at least 1."],
  [{ steps: 0 }, "Option 'steps' of encoder 'x' is 0; give a whole number of at least 1."],
  [{ mode: 'slow' }, "Option 'mode' of encoder 'x' is \"slow\"; give one of fast, exact."],
  [{ label: ['a'] }, "Option 'label' of encoder 'x' is an array; give a string."],
  [{ learn: 'yes' }, "Option 'learn' of encoder 'x' is \"yes\"; give true or false."],
  [{ learn: {} }, "Option 'learn' of encoder 'x' is an object; give true or false."],
])('refuses %o', (given, expected) => {
  expect(() => checkOptions(specs, given, "encoder 'x'")).toThrow(`${expected} [N3ML_BAD_OPTION]`);
});

test('an unknown option is refused with a suggestion, also one that every object seems to have', () => {
  expect(() => checkOptions(specs, { rat: 3 }, "encoder 'x'")).toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: No option 'rat' for encoder 'x'. Did you mean 'rate'? Known: bound, label, learn, mode, rate, steps. [N3ML_UNKNOWN_OPTION]]`,
  );
  expect(() => checkOptions(specs, { constructor: 3 }, 'x')).toThrow("No option 'constructor' for x.");
  expect(() => checkOptions(specs, JSON.parse('{"__proto__": 3}'), 'x')).toThrow("No option '__proto__' for x.");
  expect(() => checkOptions({}, { a: 1 }, 'x')).toThrow("No option 'a' for x. None is known. [N3ML_UNKNOWN_OPTION]");
});

test('withOptions gives back the factory, callable and frozen', () => {
  const factory = ({ rate = 1 }: { rate?: number } = {}) => rate * 2;
  const withSpecs = withOptions({ rate: { type: 'number', describe: 'rate' } }, factory);
  expect(withSpecs).toBe(factory);
  expect([withSpecs(), withSpecs({ rate: 4 })]).toEqual([2, 8]);
  expect([withSpecs, withSpecs.options, withSpecs.options.rate].every(Object.isFrozen)).toBe(true);
});

test('defineFactory checks a direct call, fills in the defaults and freezes what is made', () => {
  const pulse = defineFactory<{ readonly told: object }, { rate?: number; start?: number }, 'start'>(
    "encoder 'pulse'",
    { rate: { type: 'number', describe: 'rate', default: 5, min: 0 }, start: { type: 'number', describe: 'first spike' } },
    (options) => ({ told: options }),
  );
  expect([pulse(), pulse({ rate: 2, start: 1 })]).toEqual([{ told: { rate: 5 } }, { told: { rate: 2, start: 1 } }]);
  expect(Object.isFrozen(pulse())).toBe(true);
  expect(() => pulse({ rate: -1 })).toThrow(
    "Option 'rate' of encoder 'pulse' is -1; give a finite number of at least 0. [N3ML_BAD_OPTION]",
  );
  // @ts-expect-error a misspelt option
  expect(() => pulse({ rat: 1 })).toThrow("No option 'rat' for encoder 'pulse'. Did you mean 'rate'?");
  // @ts-expect-error a default is missing, and start is not declared as one without
  const specs: Parameters<typeof defineFactory<object, { rate?: number }>>[1] = { rate: { type: 'number', describe: 'rate' } };
  expect(specs).toHaveProperty('rate');
});

test('definePlugin gives a frozen copy and leaves what it was given alone', () => {
  const given = { name: 'a', version: '1.0.0', api: 1, provides: { encoder: {} } } as const;
  const plugin = definePlugin(given);
  expect(plugin).toEqual(given);
  expect([plugin, plugin.provides, plugin.provides.encoder].every(Object.isFrozen)).toBe(true);
  expect(Object.isFrozen(given.provides)).toBe(false);
});
