import { expect, test } from 'vitest';
import { createN3ml } from '../src/index.ts';
import { openTerminal } from './support/terminal.ts';

test('n3ml kernels prints a module of WebAssembly text, for the options that were given', async () => {
  const { run } = await openTerminal();
  const pair = await run('kernels diehl-cook-2015 --shape 3x4 --neurons 8', { createRegistry: createN3ml });
  expect(pair.err).toBe('');
  expect(pair.out).toMatch(/^\(module\n/);
  expect(pair.out).toContain('f32x4.mul');
  const triplet = await run('kernels diehl-cook-2015 --shape 3x4 --neurons 8 --rule triplet --json', { createRegistry: createN3ml });
  expect(triplet.lines()).toHaveLength(1);
  expect(triplet.lines()[0]).toMatchObject({ type: 'kernels', model: 'diehl-cook-2015' });
  expect(triplet.lines()[0]?.text).not.toBe(pair.out);
});

test('a shape that is none', async () => {
  const { run } = await openTerminal();
  const { code, err } = await run('kernels diehl-cook-2015 --shape 3,4', { createRegistry: createN3ml });
  expect(code).toBe(2);
  expect(err).toBe("--shape needs lengths such as 28x28, not '3,4'. [N3ML_BAD_FLAG]\n");
});

test('n3ml plugins --json', async () => {
  const { run } = await openTerminal();
  const { lines } = await run('plugins --json');
  expect(lines().at(-1)).toEqual({
    type: 'plugin',
    name: 'tiny',
    version: '1.2.3',
    provides: { model: ['tiny'], dataset: ['synthetic-bits'], observer: ['loud'] },
  });
});
