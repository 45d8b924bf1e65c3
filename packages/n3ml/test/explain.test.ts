import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { explain } from '../src/explain/index.ts';
import { createN3ml } from '../src/index.ts';
import { openTerminal } from './support/terminal.ts';

const registry = createN3ml();
const everything = registry.plugins.flatMap(({ provides }) =>
  Object.entries(provides).flatMap(([kind, factories]) => Object.keys(factories ?? {}).map((name) => [kind, name] as const)),
);

/** The points of a plot, read from its picture: the axes' numbers say what a pixel is. */
function pointsOf(svg: string): { readonly x: number; readonly y: number }[] {
  const marks = (pattern: RegExp) => [...svg.matchAll(pattern)].map(([, place, label]) => [Number(place), Number(label)] as const);
  const value = ([from, ...more]: readonly (readonly [number, number])[]) => {
    const to = more.at(-1)!;
    return (place: number) => from![1] + ((place - from![0]) * (to[1] - from![1])) / (to[0] - from![0]);
  };
  const xOf = value(marks(/<text x="([\d.]+)" y="321" text-anchor="middle">([^<]*)</g));
  const yOf = value(marks(/<text x="64" y="([\d.]+)" text-anchor="end">([^<]*)</g).map(([y, label]) => [y - 4, label] as const));
  const paths = [...svg.matchAll(/class="line" d="([^"]*)"/g)].flatMap(([, d]) => [...d!.matchAll(/([\d.]+) ([\d.]+)/g)]);
  return paths.map(([, x, y]) => ({ x: xOf(Number(x)), y: yOf(Number(y)) }));
}

test.each(everything)('%s %s is explained: pictures for light and dark, text of at most 78 columns', async (kind, name) => {
  const explanation = await explain(registry, kind, name);
  expect(explanation).toMatchObject({ kind, name, about: registry.describe(kind, name).about });
  expect(explanation.options.map((option) => option.name)).toEqual(Object.keys(registry.describe(kind, name).options));
  if (['learningRule', 'neuron', 'encoder'].includes(kind)) expect(explanation.plots).not.toEqual([]);
  for (const { text, svg } of explanation.plots) {
    for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(78);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*prefers-color-scheme: dark[\s\S]*<\/svg>\n$/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  }
});

describe('power-law', () => {
  test('equations, and what they read and change', async () => {
    const { equations, reads, writes, kernels } = await explain(registry, 'learningRule', 'power-law', { options: { tauPre: 10 } });
    expect(equations).toEqual([
      { label: 'state', text: 'dxPre/dt = -xPre / tauPre : pre, at spike xPre = 1' },
      { label: 'onPost', text: 'w += alpha * (xPre - xTar) * (wMax - w)^mu' },
      { label: 'params', text: 'alpha = 0.01, xTar = 0.4, mu = 0.2, tauPre = 10' },
    ]);
    expect(reads).toEqual(['w', 'xPre (pre)', 'wMax']);
    expect(writes).toEqual(['w']);
    expect(kernels.map(({ name, text }) => [name, text])).toEqual([
      ['traces_learned', undefined],
      ['on_pre_learned', undefined],
      ['on_pre_and_post_learned', undefined],
      ['learn_learned', undefined],
    ]);
  });

  test('the picture shows the exponential of the equation', async () => {
    const { plots } = await explain(registry, 'learningRule', 'power-law', { options: { alpha: 0.1, mu: 0, tauPre: 10 } });
    const points = pointsOf(plots[0]!.svg);
    expect(points).toHaveLength(200);
    for (const { x, y } of points) expect(y).toBeCloseTo(0.1 * ((x > 0 ? Math.exp(-x / 10) : 0) - 0.4), 2);
  });

  test('the text of its kernels where it is asked for, and of no others', async () => {
    const { kernels } = await explain(registry, 'learningRule', 'power-law', { kernels: true, plots: false });
    for (const { name, text } of kernels) {
      expect(text).toMatch(new RegExp(`^\\(func \\$${name} \\(`));
      expect(text!.split('(func ')).toHaveLength(2);
      expect(text!.split('(')).toHaveLength(text!.split(')').length);
    }
    expect(kernels.map(({ text }) => text).join('\n')).not.toContain('$integrate');
  });
});

test('a rule that says nothing to one pair is shown repeated pairs too', async () => {
  const { plots } = await explain(registry, 'learningRule', 'triplet');
  expect(plots.map(({ title }) => title)).toEqual(['STDP window', 'STDP window of repeated pairs']);
  expect(pointsOf(plots[1]!.svg).some(({ x, y }) => x > 0 && y > 0.01)).toBe(true);
});

test('a neuron: the rate that its equation gives', async () => {
  const { plots, reads, writes } = await explain(registry, 'neuron', 'if');
  expect([reads, writes]).toEqual([['v', 'I (input)'], ['v']]);
  for (const { x, y } of pointsOf(plots[0]!.svg)) expect(Math.abs(y - (x > 0 ? 1000 / Math.ceil(1 / x) : 0))).toBeLessThan(2.5);
});

test('a model: its options, populations and connections', async () => {
  const options = { neurons: 7, preset: 'n3ml' };
  const { equations } = await explain(registry, 'model', 'diehl-cook-2015', { options, shape: [3, 4] });
  const texts = new Map(equations.map(({ label, text }) => [label, text]));
  expect(texts.get('options')).toContain('neurons = 7');
  expect(texts.get('input')).toBe('3 x 4 inputs that carry spikes');
  expect(texts.get('exc')).toMatch(/^7 neurons\nstate: dv\/dt = \(vRest - v\) \/ tau\n {7}theta : per neuron/);
  expect(texts.get('input-exc')).toMatch(/^input to exc, dense, 84 weights, from 0 to 1, /);
});

describe('n3ml explain', () => {
  const preset = { createRegistry: createN3ml };

  test('alone: everything that there is', async () => {
    const { run } = await openTerminal();
    const { out } = await run('explain', preset);
    expect(out).toContain('\nlearning-rule\n  post-pre   Pair-based STDP');
    for (const [, name] of everything) expect(out).toContain(`\n  ${name} `);
    const { lines } = await run('explain --json', preset);
    expect(lines()).toHaveLength(everything.length);
    expect(lines()[0]).toMatchObject({ type: 'thing', kind: 'executor', plugin: '@n3ml/engine' });
  });

  test('by kind and name, kind in kebab-case, or name alone', async () => {
    const { run } = await openTerminal();
    const { out, err } = await run('explain learningRule/power-law', preset);
    expect(err).toBe('');
    expect(out).toMatch(/^learningRule power-law, of @n3ml\/stdp\n\nSTDP at postsynaptic spikes only/);
    expect((await run('explain learning-rule/power-law', preset)).out).toBe(out);
    expect((await run('explain --tau-pre 20 power-law', preset)).out).toBe(out);
    expect((await run('explain power-law --tau-pre 10', preset)).out).not.toBe(out);
  });

  test('a name that several kinds have', async () => {
    const { run } = await openTerminal();
    const { code, err } = await run('explain population', preset);
    expect(code).toBe(2);
    expect(err).toBe(
      "Several things are called 'population'. Say which: encoder/population or time-encoder/population. [N3ML_AMBIGUOUS_NAME]\n",
    );
  });

  test('--svg writes each plot, and replaces none unasked', async () => {
    const { cwd, run } = await openTerminal();
    const { err } = await run('explain lif --svg lif.svg', preset);
    expect(err).toBe('Wrote <cwd>/lif.svg, <cwd>/lif-2.svg\n');
    expect(await readFile(join(cwd, 'lif.svg'), 'utf8')).toMatch(/^<svg /);
    expect(await readFile(join(cwd, 'lif-2.svg'), 'utf8')).toMatch(/^<svg /);

    await writeFile(join(cwd, 'adex-2.svg'), 'mine');
    const refused = await run('explain adex --svg adex.svg', preset);
    expect(refused.code).toBe(2);
    expect(refused.out).toBe('');
    expect(refused.err).toBe(
      "'<cwd>/adex-2.svg' is there already. Replace it by --overwrite, or name another file with --svg. [N3ML_FILE_EXISTS]\n",
    );
    expect((await readdir(cwd)).sort()).toEqual(['adex-2.svg', 'lif-2.svg', 'lif.svg']);
    expect((await run('explain adex --svg adex.svg --overwrite', preset)).code).toBe(0);
    expect(await readFile(join(cwd, 'adex-2.svg'), 'utf8')).toMatch(/^<svg /);
  });

  test.each([
    ['explain power-law --weight 2 --svg a.svg', /^Option 'weight' of the STDP window is 2; .*N3ML_BAD_OPTION/],
    ['explain power-law --tau-pre none --svg a.svg', /^--tau-pre needs a number, not 'none'\./],
    ['explain diehl-cook-2015 --shape 3,4 --svg a.svg', /^--shape needs lengths such as 28x28, not '3,4'\./],
    ['explain mnist --dir x --svg a.svg', /^Unknown option '--dir'\./],
  ])('%s writes nothing', async (command, message) => {
    const { cwd, run } = await openTerminal();
    const { code, out, err } = await run(command, preset);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(await readdir(cwd)).toEqual([]);
  });

  test('a plugin of the config file, with nothing but factories', async () => {
    const { cwd, run } = await openTerminal();
    await mkdir(join(cwd, 'plugin'));
    await writeFile(
      join(cwd, 'plugin/index.mjs'),
      `const hebb = () => ({ params: { rate: 0.1 }, state: 'dx/dt = -x / 20 : pre, at spike x = 1', onPost: 'w += rate * x' });
      const broken = () => ({ params: {}, onPost: 'w += rat' });
      export default { name: 'plain', version: '1.0.0', api: 1, provides: { learningRule: { 'acme/hebb': hebb, 'acme/broken': broken }, gadget: { wheel: () => 1 } } };`,
    );
    await writeFile(join(cwd, 'n3ml.config.mjs'), "export default { plugins: ['./plugin/index.mjs'] };");
    const { out } = await run('explain acme/hebb', preset);
    expect(out).toMatch(/^learningRule acme\/hebb, of plain\n\nEquations\n {2}state /);
    expect(out).toContain(
      'Reads   w, x (pre)\nWrites  w\nKernels traces_learned, on_pre_learned, on_pre_and_post_learned, learn_learned\n        (--kernels prints them)\n\nSTDP window\n',
    );
    expect((await run('explain wheel', preset)).out).toBe('gadget wheel, of plain\n');
    const { code, err } = await run('explain learning-rule/acme/broken', preset);
    expect(code).toBe(2);
    expect(err).toMatch(/rat/);
  });
});
