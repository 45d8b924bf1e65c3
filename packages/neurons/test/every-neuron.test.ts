import { createRegistry, type Neuron } from '@n3ml/core';
import { describe, expect, it } from 'vitest';
import neurons, { adex, diehlCook, diehlCookConductance, integrateAndFire, izhikevich, lif, lifCurrent } from '../src/index.ts';
import { OneNeuron } from './one-neuron.ts';

const all: readonly (readonly [string, () => Neuron])[] = [
  ['adex', adex],
  ['diehl-cook', diehlCook],
  ['diehl-cook-conductance', diehlCookConductance],
  ['if', integrateAndFire],
  ['izhikevich', izhikevich],
  ['lif', lif],
  ['lif-current', lifCurrent],
];
const registry = createRegistry().use(neurons);

describe.each(all)('%s', (name, factory) => {
  it('is plain frozen data, the same by name as by a direct call', () => {
    expect(registry.resolve('neuron', name)).toEqual(factory());
    expect(structuredClone(factory())).toEqual(factory());
    expect(Object.isFrozen(factory())).toBe(true);
  });

  it.each([0.1, 0.5, 1])('compiles at dt %d, rests finite and is silent without input', (dt) => {
    const neuron = new OneNeuron(factory(), dt);
    expect(neuron.run(500, () => 0)).toEqual([]);
    for (const value of Object.values(neuron.state)) expect(Number.isFinite(value)).toBe(true);
  });
});

it('the plugin provides every model', () => {
  expect(registry.names('neuron')).toEqual(all.map(([name]) => name));
});

it('options are checked in a direct call', () => {
  expect(() => lif({ tau: 0 })).toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: Option 'tau' of neuron 'lif' is 0; give a finite number of at least 0.001 (in ms). [N3ML_BAD_OPTION]]`,
  );
  expect(() => diehlCook({ thetaPlus: Number.NaN })).toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: Option 'thetaPlus' of neuron 'diehl-cook' is NaN; give a finite number (in mV). [N3ML_BAD_OPTION]]`,
  );
  // @ts-expect-error an unknown preset
  expect(() => izhikevich({ preset: 'chatterin' })).toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: Option 'preset' of neuron 'izhikevich' is "chatterin"; give one of regular-spiking, intrinsically-bursting, chattering, fast-spiking, low-threshold-spiking. [N3ML_BAD_OPTION]]`,
  );
  // @ts-expect-error a misspelt option
  expect(() => integrateAndFire({ vth: 2 })).toThrowErrorMatchingInlineSnapshot(
    `[N3mlError: No option 'vth' for neuron 'if'. Did you mean 'vTh'? Known: bias, resetBy, vInit, vTh. [N3ML_UNKNOWN_OPTION]]`,
  );
});

it('options are typed through the registry', () => {
  const neuron: Neuron = registry.create('neuron', 'if', { vTh: 2, resetBy: 'subtraction' });
  expect(neuron).toEqual(integrateAndFire({ vTh: 2, resetBy: 'subtraction' }));
  // @ts-expect-error not a way to reset
  expect(() => registry.create('neuron', 'if', { resetBy: 'magic' })).toThrow('[N3ML_BAD_OPTION]');
});
