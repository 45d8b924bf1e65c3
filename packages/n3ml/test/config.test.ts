import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTerminal } from './support/terminal.ts';

const plugin = (name: string): string =>
  `{ name: '${name}', version: '2.0.0', api: 1, provides: { encoder: { '${name}/x': () => ({}) } } }`;

async function withConfig(file: string, text: string) {
  const { cwd, run } = await openTerminal();
  await writeFile(join(cwd, 'acme.mjs'), `export default ${plugin('acme')};`);
  await writeFile(join(cwd, file), text);
  return run('plugins');
}

test.each([
  ['n3ml.config.mjs', `export default { plugins: [${plugin('acme')}] };`],
  ['n3ml.config.ts', `const name: string = 'acme'; export default { plugins: [${plugin('acme')}, ] };`],
  ['n3ml.config.json', '{ "plugins": ["./acme.mjs"] }'],
])('%s adds plugins', async (file, text) => {
  const { code, out } = await withConfig(file, text);
  expect(code).toBe(0);
  expect(out).toContain('acme 2.0.0\n  encoder: acme/x\n');
});

test.each([
  ['n3ml.config.json', '{\n  "plugins": [\n    oops\n  ]\n}', /^Config <cwd>\/n3ml\.config\.json:3 can't be used: Unexpected token 'o'/],
  [
    'n3ml.config.json',
    '{ "plugin": [] }',
    /^Config <cwd>\/n3ml\.config\.json can't be used: 'plugin' is not known; a config has 'plugins'\./,
  ],
  ['n3ml.config.json', '{ "plugins": {} }', /'plugins' is not a list\./],
  [
    'n3ml.config.json',
    '{ "plugins": ["n3ml-plugin-none"] }',
    /plugin 'n3ml-plugin-none' can't be found; install it with 'npm install n3ml-plugin-none'\./,
  ],
  [
    'n3ml.config.mjs',
    'export default {\n  plugins: [],\n};\nthrow new Error("no luck");',
    /^Config <cwd>\/n3ml\.config\.mjs:4 can't be used: no luck\./,
  ],
  ['n3ml.config.mjs', 'export const plugins = [];', /its default export is not an object like \{ plugins: \[\.\.\.\] \}\./],
  ['n3ml.config.mjs', "export default { plugins: [{ name: 'acme' }] };", /^Plugin 'acme' has no version/],
])('%s that says %j is refused', async (file, text, message) => {
  const { code, out, err } = await withConfig(file, text);
  expect(err).toMatch(message);
  expect(out).toBe('');
  expect(code).toBe(2);
});
