import { createRegistry } from '@n3ml/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { settingSpecs, settingsOf } from '../src/diehl-cook-2015/settings.ts';
import stdp, { diehlCook2015, presets } from '../src/index.ts';

it('takes every number of the preset that no option overrides', () => {
  fc.assert(
    fc.property(fc.constantFrom('tuned', 'n3ml', 'paper'), fc.integer({ min: 1, max: 900 }), (preset, steps) => {
      expect(settingsOf({ preset, steps })).toEqual({ ...presets[preset](100), steps, preset, neurons: 100, seed: 0, classes: 10 });
    }),
  );
});

it('is tuned by default, with the numbers that were measured', () => {
  expect(diehlCook2015().options).toMatchObject({
    preset: 'tuned',
    maxRate: 64,
    steps: 350,
    lrPre: 4e-4,
    lrPost: 1e-2,
    tauTheta: 1e7,
    norm: 78.4,
  });
});

it('has a spec for every setting, so that each is a flag', () => {
  expect(Object.keys(settingSpecs).sort()).toEqual(Object.keys(settingsOf({})).sort());
});

it('is rebuilt by its own options', () => {
  const { options } = diehlCook2015({ preset: 'paper', neurons: 400, lrPost: 0.02 });
  expect(
    createRegistry()
      .use(stdp)
      .resolve('model', 'diehl-cook-2015', JSON.parse(JSON.stringify(options))).options,
  ).toEqual(options);
});

it.each([
  [{ neurons: 0 }, "Option 'neurons' of model 'diehl-cook-2015' is 0; give a whole number of at least 1. [N3ML_BAD_OPTION]"],
  [{ preset: 'turned' }, `Option 'preset' of model 'diehl-cook-2015' is "turned"; give one of tuned, n3ml, paper. [N3ML_BAD_OPTION]`],
  [
    { weightMin: 0.5 },
    "Option 'weightMin' of model 'diehl-cook-2015' is 0.5, above weightMax (0.3); give a smaller one. [N3ML_BAD_OPTION]",
  ],
])('refuses %j', (options, message) => {
  expect(() => settingsOf(options)).toThrow(message);
});

it('suggests the option that was meant', () => {
  expect(() => settingsOf({ neuron: 400 })).toThrow(
    /^No option 'neuron' for model 'diehl-cook-2015'\. Did you mean 'neurons'\? Known: .* \[N3ML_UNKNOWN_OPTION\]$/,
  );
});
