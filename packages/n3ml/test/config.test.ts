import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from './support/temporary-folder.ts';
import { openTerminal } from './support/terminal.ts';

const plugin = (name: string): string =>
  `{ name: '${name}', version: '2.0.0', api: 1, provides: { encoder: { '${name}/x': () => ({}) } } }`;

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function withConfig(file: string, text: string, others: Readonly<Record<string, string>> = {}, command = 'plugins') {
  const { cwd, run } = await openTerminal();
  await write(cwd, { 'acme.mjs': `export default ${plugin('acme')};`, ...others, [file]: text });
  return { cwd, ...(await run(command)) };
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

test.each([
  [
    'names a file that is not there',
    'n3ml.config.json',
    '{ "plugins": ["./none.mjs"] }',
    /^Config <cwd>\/n3ml\.config\.json can't be used: plugin '\.\/none\.mjs' can't be found; there is no file <cwd>\/none\.mjs\. \[N3ML_BAD_CONFIG\]/,
  ],
  [
    'has something else for a plugin',
    'n3ml.config.mjs',
    'export default { plugins: [undefined] };',
    /^Config .* can't be used: plugins\[0\] is of type undefined, neither a plugin nor the name of one\./,
  ],
  [
    'package has no plugin',
    'n3ml.config.json',
    '{ "plugins": ["n3ml-plugin-empty"] }',
    /^Plugin 'n3ml-plugin-empty' of <cwd>\/n3ml\.config\.json can't be used: its default export is of type undefined, not a plugin\. \[N3ML_BAD_PLUGIN\]/,
  ],
  [
    'package exports nothing',
    'n3ml.config.json',
    '{ "plugins": ["n3ml-plugin-closed"] }',
    /plugin 'n3ml-plugin-closed' can't be found; its package\.json exports nothing to import\. \[N3ML_BAD_CONFIG\]/,
  ],
  [
    'plugin throws when it is used',
    'n3ml.config.mjs',
    "export default { plugins: [{ name: 'trap', version: '1.0.0', api: 1, get provides() { throw new TypeError('Trapped'); } }] };",
    /^Plugin 'trap' can't be used: Trapped\. \[N3ML_BAD_PLUGIN\]/,
  ],
  [
    'plugin takes a name that is taken',
    'n3ml.config.mjs',
    "export default { plugins: [{ name: 'thief', version: '1.0.0', api: 1, provides: { model: { tiny: () => ({}) } } }] };",
    /^Plugin 'thief' provides model 'tiny', which plugin 'tiny' provides already\. .*\[N3ML_NAME_TAKEN\]/,
  ],
])('a config whose %s (%s) starts nothing', async (_, file, text, message) => {
  const others = {
    'node_modules/n3ml-plugin-empty/package.json': '{ "type": "module", "exports": "./index.js" }',
    'node_modules/n3ml-plugin-empty/index.js': 'export const plugin = {};',
    'node_modules/n3ml-plugin-closed/package.json': '{ "type": "module", "exports": {} }',
  };
  const { cwd, code, out, err } = await withConfig(file, text, others, 'train tiny --out run');
  expect(err).toMatch(message);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(out).toBe('');
  expect(code).toBe(2);
  expect(await readdir(cwd)).not.toContain('run');
});

const broken = '// Fails.\n\nthrow new Error("Broken.\\nMore of it.");\n';

describe('by the loader of Node', () => {
  const cases = [
    [
      'n3ml.config.mjs',
      'export default {\n  plugins: [ };\n',
      "Config <cwd>/n3ml.config.mjs:2 can't be used: Unexpected token '}'. [N3ML_BAD_CONFIG]",
    ],
    [
      'n3ml.config.ts',
      'const a: number = 1;\nexport default {\n  plugins: [ };\n',
      /^Config <cwd>\/n3ml\.config\.ts:3 can't be used: (Unexpected|Expression expected).*\. \[N3ML_BAD_CONFIG\]$/,
    ],
    [
      'n3ml.config.ts',
      'interface A {\n  x: number;\n}\nthrow new Error("no luck");',
      "Config <cwd>/n3ml.config.ts:4 can't be used: no luck. [N3ML_BAD_CONFIG]",
    ],
    ['n3ml.config.mjs', 'throw "no luck";', "Config <cwd>/n3ml.config.mjs can't be used: it threw no luck. [N3ML_BAD_CONFIG]"],
    [
      'n3ml.config.mjs',
      "import './lib/broken.mjs';\nexport default {};",
      "Config <cwd>/n3ml.config.mjs can't be used: Broken (<cwd>/lib/broken.mjs:3). [N3ML_BAD_CONFIG]",
    ],
    [
      'n3ml.config.mjs',
      "import none from 'n3ml-plugin-none';\nexport default { plugins: [none] };",
      /^Config <cwd>\/n3ml\.config\.mjs can't be used: Cannot find package 'n3ml-plugin-none' imported from <cwd>\/n3ml\.config\.mjs\. \[N3ML_BAD_CONFIG\]$/,
    ],
    [
      'n3ml.config.mjs',
      "\nimport { burst } from './acme.mjs';\nexport default { plugins: [burst] };",
      "Config <cwd>/n3ml.config.mjs:2 can't be used: The requested module './acme.mjs' does not provide an export named 'burst'. [N3ML_BAD_CONFIG]",
    ],
    [
      'n3ml.config.json',
      '{ "plugins": ["./lib/broken.mjs"] }',
      "Plugin './lib/broken.mjs' of <cwd>/n3ml.config.json can't be used: Broken (<cwd>/lib/broken.mjs:3). [N3ML_BAD_PLUGIN]",
    ],
    [
      'n3ml.config.json',
      '{ "plugins": ["./lib/torn.mjs"] }',
      "Plugin './lib/torn.mjs' of <cwd>/n3ml.config.json can't be used: Unexpected end of input (<cwd>/lib/torn.mjs:1). [N3ML_BAD_PLUGIN]",
    ],
    ['n3ml.config.ts', "import acme from './acme.mjs';\nexport default { plugins: [acme, './more.ts'] };", 'acme, more'],
  ] as const;

  let outcomes: readonly string[];
  beforeAll(async () => {
    const folders: string[] = [];
    for (const [file, text] of cases) {
      const folder = await temporaryFolder();
      folders.push(folder);
      await write(folder, {
        'acme.mjs': `export default ${plugin('acme')};`,
        'more.ts': `const more: object = ${plugin('more')};\nexport default more;`,
        'lib/broken.mjs': broken,
        'lib/torn.mjs': 'export default {',
        [file]: text,
      });
    }
    const script = fileURLToPath(new URL('support/load-config.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, script, ...folders]);
    const lines = stdout.trimEnd().split('\n');
    outcomes = lines.map((line, k) => (JSON.parse(line) as string).replaceAll(folders[k] ?? '', '<cwd>'));
  });

  test.each(cases.map(([file, text, message], k) => [file, text, message, k] as const))('%s: %j', (_file, _text, message, k) => {
    expect(outcomes).toHaveLength(cases.length);
    expect(outcomes[k]).toMatch(message);
    expect(outcomes[k]).not.toContain('\n');
  });
});
