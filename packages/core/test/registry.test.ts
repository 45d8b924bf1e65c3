import { createRegistry, N3mlError, type Plugin, withOptions } from '@n3ml/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** As plain JavaScript would write it: undeclared names, nothing checked by the compiler. */
const loose = (name: string, provides: object, more: object = {}): Plugin =>
  ({ name, version: '1.0.0', api: 1, provides, ...more }) as Plugin;
const encoder = () => ({ encode: () => {} });
const poisson = loose('p', { encoder: { poisson: encoder, latency: encoder } });

test('registered things are found, listed and made', () => {
  const registry = createRegistry().use(poisson, loose('q', { neuron: { lif: ({ tau }: { tau: number }) => ({ tau }) } }));
  expect(registry.names('encoder')).toEqual(['latency', 'poisson']);
  expect(registry.names('model')).toEqual([]);
  expect([registry.has('encoder', 'poisson'), registry.has('encoder', 'lif'), registry.has('model', 'x')]).toEqual([true, false, false]);
  expect(registry.plugins.map(({ name }) => name)).toEqual(['p', 'q']);
  expect(registry.resolve('neuron', 'lif', { tau: 3 })).toEqual({ tau: 3 });
  expect(registry.optionsOf('neuron', 'lif')).toEqual({});
});

test('the same object twice has no effect', () => {
  const registry = createRegistry().use(poisson).use(poisson, poisson);
  expect(registry.plugins).toEqual([poisson]);
});

test('a kind that a plugin adds works like any other', () => {
  const registry = createRegistry().use(loose('charts', { chart: { bars: () => 'bars' } }));
  // @ts-expect-error the kind is not declared in this file
  expect(registry.resolve('chart', 'bars')).toBe('bars');
});

test('names of Object.prototype are names like any other', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const empty = createRegistry().use(poisson);
  for (const name of names) {
    expect(empty.has('encoder', name)).toBe(false);
    expect(empty.has(name as 'encoder', 'poisson')).toBe(false);
    expect(() => empty.resolve('encoder', name)).toThrow(`No encoder '${name}'.`);
  }
  const registry = createRegistry().use(loose('odd', { encoder: Object.fromEntries(names.map((name) => [name, () => name])) }));
  for (const name of names) expect(registry.resolve('encoder', name)).toBe(name);
});

test('a replaced factory is the newer one', () => {
  const other = loose('other', { encoder: { poisson: () => 'other' } });
  const registry = createRegistry().use(poisson, { ...other, override: ['encoder/poisson'] });
  expect(registry.resolve('encoder', 'poisson')).toBe('other');
  expect(registry.names('encoder')).toEqual(['latency', 'poisson']);
});

test('a name with a slash can be replaced', () => {
  const first = loose('first', { encoder: { 'acme/x': () => 1 } });
  const registry = createRegistry().use(first, loose('second', { encoder: { 'acme/x': () => 2 } }, { override: ['encoder/acme/x'] }));
  expect(registry.resolve('encoder', 'acme/x')).toBe(2);
});

const message = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof N3mlError) return error.message;
    throw error;
  }
  return 'nothing was thrown';
};

describe('is refused, all or nothing:', () => {
  const refused: Record<string, [plugin: unknown, expected: string]> = {
    'another copy': [
      loose('p', {}, { version: '1.0.1' }),
      "Plugin 'p' is there already (version 1.0.0); this is another copy (version 1.0.1). Use one of them, or look for a second installed copy with `npm ls p`. [N3ML_DUPLICATE_PLUGIN]",
    ],
    'a taken name': [
      loose('other', { encoder: { fresh: encoder, poisson: encoder } }),
      "Plugin 'other' provides encoder 'poisson', which plugin 'p' provides already. To replace it: use({ ...plugin, override: ['encoder/poisson'] }). [N3ML_NAME_TAKEN]",
    ],
    'a missing plugin': [
      loose('q', {}, { requires: ['p', 'r'] }),
      "Plugin 'q' requires plugin 'r', which is not there. Add 'r' before 'q'. [N3ML_MISSING_PLUGIN]",
    ],
    'another API': [
      loose('q', {}, { api: 2 }),
      "Plugin 'q' was made for plugin API 2, this is API 1. Install the version of 'q' that fits, or another @n3ml/core. [N3ML_PLUGIN_API]",
    ],
    null: [null, 'A plugin is null, not an object. Make it with definePlugin({ name, version, api: 1, provides }). [N3ML_BAD_PLUGIN]'],
    'a function': [
      () => {},
      'A plugin is of type function, not an object. Make it with definePlugin({ name, version, api: 1, provides }). [N3ML_BAD_PLUGIN]',
    ],
    'no name': [loose('', {}), "Plugin '' has no name. Make it with definePlugin({ name, version, api: 1, provides }). [N3ML_BAD_PLUGIN]"],
    'no version': [
      loose('q', {}, { version: 1 }),
      "Plugin 'q' has no version. Make it with definePlugin({ name, version, api: 1, provides }). [N3ML_BAD_PLUGIN]",
    ],
    'no provides': [
      loose('q', {}, { provides: [] }),
      "Plugin 'q' has no 'provides'. Make it with definePlugin({ name, version, api: 1, provides }). [N3ML_BAD_PLUGIN]",
    ],
    'requires that is no list': [
      loose('q', {}, { requires: 'p' }),
      "Plugin 'q' has a 'requires' that is not a list of plugin names. Make it with definePlugin({ name, version, api: 1, provides }). [N3ML_BAD_PLUGIN]",
    ],
    'override that is no list': [
      loose('q', {}, { override: true }),
      "Plugin 'q' has an 'override' that is not a list of 'kind/name'. Make it with definePlugin({ name, version, api: 1, provides }). [N3ML_BAD_PLUGIN]",
    ],
    'override of what it lacks': [
      loose('q', { encoder: { fresh: encoder } }, { override: ['encoder/poison'] }),
      "Plugin 'q' overrides 'encoder/poison', which it doesn't provide. Make it with definePlugin({ name, version, api: 1, provides }). [N3ML_BAD_PLUGIN]",
    ],
    'a table that is none': [
      loose('q', { encoder: encoder }),
      "Plugin 'q' provides something as 'encoder' that is not a record of factories. Make it with definePlugin({ name, version, api: 1, provides }). [N3ML_BAD_PLUGIN]",
    ],
    'a factory that is none': [
      loose('q', { encoder: { fresh: encoder, odd: 3 } }),
      "Plugin 'q' provides encoder 'odd', which is of type number, not a function. Make it with definePlugin({ name, version, api: 1, provides }). [N3ML_BAD_PLUGIN]",
    ],
  };
  test.each(Object.keys(refused))('%s', (what) => {
    const [plugin, expected] = refused[what]!;
    const registry = createRegistry().use(poisson);
    const good = loose('good', { encoder: { good: encoder } });
    expect(message(() => registry.use(good, plugin as Plugin))).toBe(expected);
    expect(registry.plugins).toEqual([poisson]);
    expect(registry.names('encoder')).toEqual(['latency', 'poisson']);
  });
});

test('of what is required, what comes earlier in the same call counts', () => {
  const q = loose('q', {}, { requires: ['p'] });
  expect(createRegistry().use(poisson, q).plugins).toHaveLength(2);
  expect(() => createRegistry().use(q, poisson)).toThrow('N3ML_MISSING_PLUGIN');
});

test('unknown names come with a suggestion and the known ones', () => {
  const registry = createRegistry().use(poisson);
  expect(message(() => registry.resolve('encoder', 'poison'))).toBe(
    "No encoder 'poison'. Did you mean 'poisson'? Known: latency, poisson. [N3ML_UNKNOWN_NAME]",
  );
  expect(message(() => registry.resolve('encodr' as 'encoder', 'poisson'))).toBe(
    "No plugin here provides the kind 'encodr'. Did you mean 'encoder'? Known: encoder. [N3ML_UNKNOWN_NAME]",
  );
  expect(message(() => createRegistry().optionsOf('encoder', 'poisson'))).toBe(
    "No plugin here provides the kind 'encoder'. None is known. [N3ML_UNKNOWN_NAME]",
  );
});

test('what a factory throws is told with its name, an N3mlError as it is', () => {
  const cause = new TypeError('no');
  const own = new N3mlError('N3ML_OWN', 'Own.');
  const fail = (error: unknown) => () => {
    throw error;
  };
  const registry = createRegistry().use(loose('p', { encoder: { odd: fail(cause), own: fail(own), text: fail('text') } }));
  expect(message(() => registry.resolve('encoder', 'odd'))).toBe("encoder 'odd' of plugin 'p' could not be made: no [N3ML_FACTORY_FAILED]");
  expect(message(() => registry.resolve('encoder', 'text'))).toBe(
    "encoder 'text' of plugin 'p' could not be made: text [N3ML_FACTORY_FAILED]",
  );
  expect(() => registry.resolve('encoder', 'own')).toThrow(own);
  expect(() => registry.resolve('encoder', 'odd')).toThrow(expect.objectContaining({ cause }));
});

test('resolve checks options where there are specs and leaves them alone where there are none', () => {
  const seen: unknown[] = [];
  const checked = withOptions(
    { rate: { type: 'number', describe: 'rate', default: 5 } },
    (options: { rate?: number }) => void seen.push(options),
  );
  const free = (options: unknown) => void seen.push(options);
  const registry = createRegistry().use(loose('p', { encoder: { checked, free } }));
  registry.resolve('encoder', 'checked');
  registry.resolve('encoder', 'free', { any: 1 });
  registry.resolve('encoder', 'free');
  expect(seen).toEqual([{ rate: 5 }, { any: 1 }, {}]);
  expect(message(() => registry.resolve('encoder', 'checked', { rat: 1 }))).toBe(
    "No option 'rat' for encoder 'checked'. Did you mean 'rate'? Known: rate. [N3ML_UNKNOWN_OPTION]",
  );
  expect(registry.optionsOf('encoder', 'checked')).toBe(checked.options);
});

test('what a factory says about itself is there without making anything', () => {
  const about = { summary: 'Spikes at random.', source: 'Poisson (1837)' };
  const specs = { rate: { type: 'number', describe: 'rate', default: 5 } } as const;
  const told = withOptions(specs, (_options: { rate?: number }) => expect.fail('was made'), about);
  const silent = () => expect.fail('was made');
  const registry = createRegistry().use(loose('p', { encoder: { told, silent } }));
  expect(registry.describe('encoder', 'told')).toEqual({ kind: 'encoder', name: 'told', plugin: 'p', options: specs, about });
  expect(Object.isFrozen(told.about)).toBe(true);
  expect(registry.describe('encoder', 'silent')).toEqual({ kind: 'encoder', name: 'silent', plugin: 'p', options: {} });
  expect(message(() => registry.describe('encoder', 'silnt'))).toBe(
    "No encoder 'silnt'. Did you mean 'silent'? Known: silent, told. [N3ML_UNKNOWN_NAME]",
  );
});

test('a plugin that changes after use changes nothing in the registry', () => {
  const table: Record<string, () => unknown> = { poisson: () => 'first' };
  const registry = createRegistry().use(loose('p', { encoder: table }));
  table.poisson = () => 'second';
  table.more = () => 'more';
  expect(registry.resolve('encoder', 'poisson')).toBe('first');
  expect(registry.names('encoder')).toEqual(['poisson']);
});

test('whatever the plugins, use adds all of them or none', () => {
  const plugins = fc.array(
    fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      names: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')),
      requires: fc.subarray(['a', 'b']),
    }),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(plugins, plugins, (before, added) => {
      const make = ({ name, names, requires }: (typeof before)[number]) =>
        loose(name, { encoder: Object.fromEntries(names.map((n) => [n, encoder])) }, { requires });
      const registry = createRegistry();
      for (const plugin of before)
        try {
          registry.use(make(plugin));
        } catch {
          /* refused: as if it had never been there */
        }
      const was = { plugins: registry.plugins.map(({ name }) => name), names: registry.names('encoder') };
      // A refusal in words of its own: what is there at the turn of each plugin.
      const owned = new Set(was.plugins);
      const taken = new Set(was.names);
      const fine = added.every(({ name, names, requires }) => {
        const ok = !owned.has(name) && requires.every((required) => owned.has(required)) && names.every((n) => !taken.has(n));
        owned.add(name);
        for (const n of names) taken.add(n);
        return ok;
      });
      if (fine) {
        registry.use(...added.map(make));
        expect(registry.names('encoder')).toEqual([...taken].sort());
      } else {
        expect(() => registry.use(...added.map(make))).toThrow(N3mlError);
        expect({ plugins: registry.plugins.map(({ name }) => name), names: registry.names('encoder') }).toEqual(was);
      }
    }),
  );
});
