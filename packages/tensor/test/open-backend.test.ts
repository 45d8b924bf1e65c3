import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodeUtil from 'node:util';
import { createRegistry, definePlugin, N3mlError } from '@n3ml/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import tensor, { type Backend, openBackend, tf } from '../src/index.ts';
import { backendsHere } from './backends-here.ts';

const unforced = {};
const nativeHere = backendsHere.some(({ name, absence }) => name.startsWith('tfjs-node') && absence === undefined);
const messageOf = (opening: Promise<unknown>): Promise<string> =>
  opening.then(
    () => 'opened',
    (error: unknown) => (error instanceof N3mlError ? error.message : `not an N3mlError: ${error}`),
  );

describe.skipIf(nativeHere)('openBackend, where no native backend is installed', () => {
  // The first test, for the handlers are added where wasm starts for the first time.
  it("leaves the process's handlers of uncaught errors as they were", async () => {
    const handlers = () => [process.rawListeners('uncaughtException'), process.rawListeners('unhandledRejection')];
    const before = handlers();
    await openBackend({ backend: 'wasm' });
    expect(handlers()).toEqual(before);
  });

  it('takes the fastest backend that is there and says why not a faster one', async () => {
    expect(await openBackend({ env: unforced })).toEqual({
      name: 'wasm',
      summary: 'Tensors on wasm (tfjs-node-gpu: not installed; tfjs-node: not installed).',
    });
    expect(tf.getBackend()).toBe('wasm');
  });

  it('takes the one that is named by the option, then by N3ML_BACKEND', async () => {
    expect(await openBackend({ env: { N3ML_BACKEND: 'cpu' } })).toEqual({ name: 'cpu', summary: 'Tensors on cpu, as asked.' });
    expect((await openBackend({ backend: 'wasm', env: { N3ML_BACKEND: 'cpu' } })).name).toBe('wasm');
    expect((await openBackend({ env: { N3ML_BACKEND: '' } })).name).toBe('wasm');
  });

  it('switches back and forth, and tensors go along', async () => {
    await openBackend({ backend: 'cpu' });
    const made = tf.tensor1d([1, 2, 3]);
    await openBackend({ backend: 'wasm' });
    const doubled = tf.mul(made, 2);
    await openBackend({ backend: 'cpu' });
    expect([...tf.add(doubled, made).dataSync()]).toEqual([3, 6, 9]);
    tf.disposeVariables();
    tf.dispose([made, doubled]);
  });

  it('refuses a name that no backend has, and one that is not installed', async () => {
    expect(await messageOf(openBackend({ backend: 'wasn' }))).toMatchInlineSnapshot(
      `"No backend 'wasn'. Did you mean 'wasm'? Known: cpu, tfjs-node, tfjs-node-gpu, wasm. [N3ML_UNKNOWN_NAME]"`,
    );
    expect(await messageOf(openBackend({ env: { N3ML_BACKEND: 'tfjs-node' } }))).toMatchInlineSnapshot(
      `"Tensor backend 'tfjs-node' can't be used (not installed). Install it with \`npm install @tensorflow/tfjs-node@4.22.0\`; where its library can't be downloaded, the README of @n3ml/tensor says how to build it. [N3ML_BACKEND_MISSING]"`,
    );
  });

  const failing = (): Backend => ({
    name: 'acme/tpu',
    priority: 50,
    install: 'Plug it in.',
    absence: () => undefined,
    start: () => Promise.reject(new Error('no device\nand a long story')),
  });
  // Declared nowhere: the type of the table belongs to whoever publishes it.
  const acme = definePlugin({ name: 'acme', version: '1.0.0', api: 1, provides: { backend: { 'acme/tpu': failing } as never } });
  const registry = createRegistry().use(tensor, acme);

  it("passes over another plugin's backend that doesn't start, unless it was asked for", async () => {
    const { name, summary } = await openBackend({ registry, env: unforced });
    expect(name).toBe('wasm');
    expect(summary).toContain("(acme/tpu: doesn't start: no device; tfjs-node-gpu: not installed;");
    expect(await messageOf(openBackend({ registry, backend: 'acme/tpu' }))).toMatchInlineSnapshot(
      `"Tensor backend 'acme/tpu' can't be used (doesn't start: no device). Plug it in. [N3ML_BACKEND_MISSING]"`,
    );
  });

  it('says so where no backend is left', async () => {
    const only = createRegistry().use(acme);
    expect(await messageOf(openBackend({ registry: only, env: unforced }))).toMatchInlineSnapshot(
      `"No tensor backend can be started (acme/tpu: doesn't start: no device). [N3ML_BACKEND_MISSING]"`,
    );
  });
});

describe.skipIf(nativeHere)('a native backend', () => {
  const home = process.cwd();
  let project: string;
  let folder: string;

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'n3ml-native-'));
    folder = join(project, 'node_modules/@tensorflow/tfjs-node');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "name": "@tensorflow/tfjs-node", "version": "4.22.0", "main": "main.cjs" }');
    process.chdir(project);
  });
  afterEach(() => {
    process.chdir(home);
    rmSync(project, { recursive: true });
  });

  const build = (main: string) => {
    mkdirSync(join(folder, 'lib/napi-v8'), { recursive: true });
    writeFileSync(join(folder, 'lib/napi-v8/tfjs_binding.node'), '');
    writeFileSync(join(folder, 'main.cjs'), main);
  };

  it('is found in the project that runs, and not imported without its native library', async () => {
    writeFileSync(join(folder, 'main.cjs'), "throw new Error('imported');");
    const { name, summary } = await openBackend({ env: unforced });
    expect({ name, summary }).toEqual({
      name: 'wasm',
      summary: 'Tensors on wasm (tfjs-node-gpu: not installed; tfjs-node: installed without its native library).',
    });
  });

  it('is passed over where its library does not load', async () => {
    build("throw new Error('libtensorflow.so.2: cannot open shared object file');");
    const { name, summary } = await openBackend({ env: unforced });
    expect(name).toBe('wasm');
    expect(summary).toContain("tfjs-node: doesn't start: libtensorflow.so.2: cannot open shared object file)");
  });

  it('is started where all is there, with what Node 23 took out put back', async () => {
    const legacy = nodeUtil as unknown as Record<string, unknown>;
    const taken = legacy.isNullOrUndefined;
    delete legacy.isNullOrUndefined;
    build(`
      const { isNullOrUndefined } = require('node:util');
      if (!isNullOrUndefined(undefined) || isNullOrUndefined(0)) throw new Error('isNullOrUndefined');
      globalThis.n3mlNativeLoaded = true;
    `);
    tf.registerBackend('tensorflow', () => tf.findBackend('cpu'));
    await openBackend({ backend: 'cpu' });
    expect(await openBackend({ env: unforced })).toEqual({
      name: 'tfjs-node',
      summary: 'Tensors on tfjs-node (tfjs-node-gpu: not installed).',
    });
    expect(Reflect.get(globalThis, 'n3mlNativeLoaded')).toBe(true);
    legacy.isNullOrUndefined = taken;
    await openBackend({ backend: 'cpu' });
  });
});
