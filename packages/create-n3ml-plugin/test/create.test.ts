import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N3mlError } from '@n3ml/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { checkName, kinds, pluginPackage, workspacePackage } from '../src/index.ts';
import { runCreate } from '../src/run-create.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'create-n3ml-plugin-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function create(...args: string[]) {
  let [out, err] = ['', ''];
  const code = runCreate(args, { stdout: { write: (text) => (out += text) }, stderr: { write: (text) => (err += text) }, cwd });
  return { code, out: out.replaceAll(cwd, '<cwd>'), err: err.replaceAll(cwd, '<cwd>') };
}
const read = (path: string): string => readFileSync(join(cwd, path), 'utf8');

test('a learning rule by its name alone', () => {
  expect(create('my-rule')).toMatchInlineSnapshot(`
    {
      "code": 0,
      "err": "",
      "out": "Wrote n3ml-plugin-my-rule, a learning rule, to <cwd>/my-rule:
      .changeset/config.json
      .changeset/my-rule.md
      .gitignore
      LICENSE
      README.md
      package.json
      src/index.ts
      src/my-rule.ts
      test/my-rule.test.ts
      tsconfig.build.json
      tsconfig.json

    Next:
      cd my-rule
      npm install
      npm test

    Then put your equations into src/my-rule.ts.
    ",
    }
  `);
  const manifest = JSON.parse(read('my-rule/package.json')) as Record<string, Record<string, string>>;
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  expect(manifest.name).toBe('n3ml-plugin-my-rule');
  expect(manifest.peerDependencies).toEqual({ '@n3ml/core': `^${version}` });
  expect(manifest.devDependencies).toMatchObject({ '@n3ml/core': `^${version}`, '@n3ml/testing': `^${version}`, vitest: '^4.1.12' });
  expect(read('my-rule/src/my-rule.ts')).toContain(
    'export const myRule = defineFactory<LearningRule, MyRuleOptions>(\n  "learning rule \'my-rule\'",',
  );
});

test('a scope, a kind and a folder', () => {
  expect(create('bursts', '--kind', 'encoder', '--scope=acme', '--dir', 'deep/down').code).toBe(0);
  expect(read('deep/down/src/index.ts')).toContain("provides: { encoder: { 'acme/bursts': bursts } },");
  expect(readdirSync(join(cwd, 'deep'))).toEqual(['down']);
});

test("the package's prefix in front of the name is taken off", () => {
  expect(create('n3ml-plugin-my-rule').out).toContain('Wrote n3ml-plugin-my-rule, a learning rule, to <cwd>/my-rule:');
});

test('a name that every object has is a name', () => {
  expect(create('constructor').code).toBe(0);
});

test('what one template uses is free in another', () => {
  expect(create('simulation', '--kind', 'dataset').code).toBe(0);
});

test('an empty folder is taken, and the folder is as one that was made by hand', () => {
  mkdirSync(join(cwd, 'my-rule'));
  const { mode } = statSync(join(cwd, 'my-rule'));
  expect(create('my-rule').code).toBe(0);
  expect(statSync(join(cwd, 'my-rule')).mode).toBe(mode);
});

describe.each(kinds)('%s', (kind) => {
  it('has no placeholder left, as a package and in the workspace', () => {
    for (const make of [pluginPackage, workspacePackage]) {
      for (const [path, text] of make({ name: 'my-own', kind, scope: 'acme' })) {
        expect(`${path}\n${text}`).not.toMatch(/template-?(name|scope|year)/i);
      }
    }
  });

  it('is what its package.json says: its files are there', () => {
    const files = pluginPackage({ name: 'my-own', kind });
    for (const path of ['.gitignore', '.changeset/my-own.md', '.changeset/config.json', 'LICENSE', 'README.md', 'tsconfig.json'])
      expect(files.has(path), path).toBe(true);
    expect([...files.keys()].filter((path) => /(^|\/)_/.test(path))).toEqual([]);
  });
});

test('a workspace package names its neighbours by workspace: and has no scope of its own accord', () => {
  const files = workspacePackage({ name: 'my-own', kind: 'neuron' });
  expect(JSON.parse(files.get('package.json')!)).toMatchObject({ name: '@n3ml/my-own', peerDependencies: { '@n3ml/core': 'workspace:^' } });
  expect(files.get('src/index.ts')).toContain("name: '@n3ml/my-own'");
  expect(files.get('src/index.ts')).toContain("provides: { neuron: { 'my-own': myOwn } },");
});

describe('what it refuses, and writes nothing', () => {
  it.each([
    [
      ['My_Rule'],
      `The name "My_Rule" is not in lower-case words with hyphens between, the first letter a to z. How about 'my-rule'? [N3ML_BAD_NAME]`,
    ],
    [['2011-vogels'], /How about 'vogels'\?/],
    [['../evil'], /^The name "\.\.\/evil" .* How about 'evil'\?/],
    [['@acme/rule'], /How about 'acme-rule'\?/],
    [['Größe'], /How about 'gro-e'\?/],
    [['__proto__'], /How about 'proto'\?/],
    [['$'], /Give one like 'my-rule'\. \[N3ML_BAD_NAME\]/],
    [['class'], `The name "class" is a word of JavaScript. How about 'my-class'? [N3ML_BAD_NAME]`],
    [['index'], /"index" is the name of something else in the package of a new learning rule\. How about 'my-index'\?/],
    [['define-plugin'], /is the name of something else in the package/],
    [['simulation'], /is the name of something else in the package/],
    [['a'.repeat(101)], /has 101 characters, more than 100/],
    [[''], /The name "" is not/],
    [['my-rule', '--scope', 'Acme Inc'], /The scope "Acme Inc" is not in lower-case words with hyphens between\. How about 'acme-inc'\?/],
    [
      ['my-rule', '--kind', 'lerning-rule'],
      `No kind 'lerning-rule'. Did you mean 'learning-rule'? Known: dataset, encoder, learning-rule, neuron, observer. [N3ML_UNKNOWN_KIND]`,
    ],
    [[], 'Say what the plugin is called, as in: npm create n3ml-plugin my-rule. [N3ML_BAD_USAGE]'],
    [['my', 'rule'], "'rule' is one word too many: the name of a plugin is one word, such as 'my-rule'. [N3ML_BAD_USAGE]"],
    [['my-rule', '--knd', 'x'], "Unknown option '--knd'. '--help' lists what there is. [N3ML_BAD_USAGE]"],
  ] as const)('%j', (args, message) => {
    const { code, out, err } = create(...args);
    expect(err.trimEnd()).toMatch(message);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('a folder that is not empty, and a file', () => {
    mkdirSync(join(cwd, 'my-rule'));
    writeFileSync(join(cwd, 'my-rule/notes.txt'), 'mine');
    expect(create('my-rule')).toEqual({
      code: 2,
      out: '',
      err: '<cwd>/my-rule is there and not empty. Name another folder with --dir, or remove it. [N3ML_TARGET_EXISTS]\n',
    });
    expect(readdirSync(join(cwd, 'my-rule'))).toEqual(['notes.txt']);
    expect(create('other', '--dir', 'my-rule/notes.txt').err).toMatch(/notes\.txt is a file\. .*\[N3ML_TARGET_EXISTS\]/);
    expect(readdirSync(cwd)).toEqual(['my-rule']);
  });

  it('a place that cannot be written to', () => {
    writeFileSync(join(cwd, 'file'), '');
    expect(create('my-rule', '--dir', 'file/below').err).toMatch(
      /^The package can't be written to <cwd>\/file\/below: .*\[N3ML_CANNOT_WRITE\]/,
    );
    expect(readdirSync(cwd)).toEqual(['file']);
  });
});

test('any name is either refused with one that would do, or makes paths inside the folder', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), (given) => {
      try {
        for (const path of pluginPackage({ name: checkName(given), kind: 'neuron' }).keys()) expect(path).toMatch(/^[\w.-]+(\/[\w.-]+)*$/);
      } catch (error) {
        if (!(error instanceof N3mlError)) throw error;
        const suggested = /How about '(.*)'\?/.exec(error.message)?.[1];
        if (suggested !== undefined) expect(checkName(suggested)).toBe(suggested);
      }
    }),
  );
});

test('--help and --version', () => {
  expect(create('--help').out).toContain('--kind <kind>    learning-rule, neuron, encoder, observer, dataset');
  expect(create('--version').out).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(existsSync(join(cwd, '--help'))).toBe(false);
});
