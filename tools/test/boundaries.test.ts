import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { checkBoundaries } from '../boundaries/check.ts';
import { findCycle } from '../boundaries/cycle.ts';
import { drawDiagram, insertDiagram } from '../boundaries/diagram.ts';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

const manifest = (name: string, ...dependencies: string[]): string =>
  JSON.stringify({ name: `@n3ml/${name}`, dependencies: Object.fromEntries(dependencies.map((one) => [one, '*'])) });

/** A workspace of core, equations, engine and stdp without a fault, with `files` written over it. */
function violationsOf(files: Readonly<Record<string, string>>): readonly string[] {
  return workspace(files).violations;
}

function workspace(files: Readonly<Record<string, string>>): ReturnType<typeof checkBoundaries> {
  const root = mkdtempSync(join(tmpdir(), 'n3ml-boundaries-'));
  roots.push(root);
  const sound = {
    'packages/core/package.json': manifest('core', 'rxjs'),
    'packages/core/src/index.ts': "import { Subject } from 'rxjs';\nexport const core = Subject;\n",
    'packages/core/src/node/index.ts': "export { readFileSync } from 'node:fs';\n",
    'packages/equations/package.json': manifest('equations'),
    'packages/equations/src/index.ts': 'export const equations = 1;\n',
    'packages/engine/package.json': manifest('engine', '@n3ml/core', '@n3ml/equations'),
    'packages/engine/src/index.ts': "export { core } from '@n3ml/core';\nexport { equations } from '@n3ml/equations';\n",
    'packages/stdp/package.json': manifest('stdp', '@n3ml/core'),
    'packages/stdp/src/index.ts': "import type { core } from '@n3ml/core';\nexport type C = typeof core;\n",
  };
  for (const [path, text] of Object.entries({ ...sound, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkBoundaries(root);
}

describe('boundaries', () => {
  test('a sound workspace has no violation', () => {
    expect(violationsOf({})).toEqual([]);
  });

  test.each([
    ['static', "import { core } from '@n3ml/core';\nexport { core };\n"],
    ['type', "import type { core } from '@n3ml/core';\nexport type C = typeof core;\n"],
    ['re-export', "export * from '@n3ml/core';\n"],
    ['dynamic', "export const load = () => import('@n3ml/core');\n"],
    ['in a type', "export type C = typeof import('@n3ml/core');\n"],
    ['subpath', "export * from '@n3ml/core/node';\n"],
  ])('a wrong arrow is caught: %s import', (_, text) => {
    const violations = violationsOf({
      'packages/equations/src/index.ts': text,
      'packages/equations/package.json': manifest('equations', '@n3ml/core'),
    });
    expect(violations).toEqual([
      "packages/equations/src/index.ts:1: 'equations' must not import 'core'. It may import no package of ours.",
    ]);
  });

  test('an import in a comment or a string is none', () => {
    expect(
      violationsOf({ 'packages/equations/src/index.ts': "// import '@n3ml/core'\nexport const text = \"import '@n3ml/engine'\";\n" }),
    ).toEqual([]);
  });

  test('a plugin package that imports the engine is caught', () => {
    const violations = violationsOf({
      'packages/stdp/src/index.ts': "export * from '@n3ml/engine';\n",
      'packages/stdp/package.json': manifest('stdp', '@n3ml/core', '@n3ml/engine'),
    });
    expect(violations).toEqual([
      "packages/stdp/src/index.ts:1: 'stdp' is a plugin package and imports the engine. They meet in the registry: use the contracts of core.",
    ]);
  });

  test('an import that package.json does not declare is caught', () => {
    expect(violationsOf({ 'packages/stdp/src/index.ts': "import 'rxjs/operators';\n" })).toEqual([
      "packages/stdp/src/index.ts:1: 'rxjs' is not in the dependencies of packages/stdp/package.json. Add it there.",
    ]);
  });

  test('a development dependency is no excuse for an import of a published package', () => {
    const json = JSON.stringify({ name: '@n3ml/stdp', devDependencies: { '@n3ml/core': '*' } });
    expect(violationsOf({ 'packages/stdp/package.json': json })).toHaveLength(1);
  });

  test('node: in a numeric package is caught outside src/node', () => {
    expect(violationsOf({ 'packages/stdp/src/train.ts': "import { cpus } from 'node:os';\nexport { cpus };\n" })).toEqual([
      "packages/stdp/src/train.ts:1: 'stdp' runs in browsers too and imports 'node:os'. Move that to src/node.",
    ]);
  });

  test.each(["eval('1')", "new Function('return 1')", "Function('return 1')", "globalThis.eval('1')", "(0, eval)('1')"])(
    '%s is caught',
    (code) => {
      expect(violationsOf({ 'packages/stdp/src/sum.ts': `export const one: unknown = ${code};\n` })).toEqual([
        'packages/stdp/src/sum.ts:1: a string becomes code here. Equations are compiled, never evaluated.',
      ]);
    },
  );

  test('a cycle of files is caught, unless it is one of types', () => {
    const a = (kind: string) => ({
      'packages/stdp/src/a.ts': `${kind} { B } from './b.ts';\nexport type A = B;\n`,
      'packages/stdp/src/b.ts': "import { A } from './a.ts';\nexport class B { a?: A }\n",
    });
    expect(violationsOf(a('import type'))).toEqual([]);
    expect(violationsOf(a('import'))).toEqual([
      'packages/stdp: files import each other in a cycle: packages/stdp/src/a.ts -> packages/stdp/src/b.ts -> packages/stdp/src/a.ts.',
    ]);
  });

  test('an internal import (#) has to be declared, and counts in cycles', () => {
    const files = {
      'packages/stdp/src/a.ts': "export * from '#host';\n",
      'packages/stdp/src/host.ts': "export * from './a.ts';\n",
    };
    expect(violationsOf(files)).toEqual([
      "packages/stdp/src/a.ts:1: '#host' is not in the imports of packages/stdp/package.json. Add it there.",
    ]);
    const json = JSON.stringify({
      name: '@n3ml/stdp',
      dependencies: { '@n3ml/core': '*' },
      imports: { '#host': { '@n3ml/source': './src/host.ts', default: './dist/host.js' } },
    });
    expect(violationsOf({ ...files, 'packages/stdp/package.json': json })).toEqual([
      'packages/stdp: files import each other in a cycle: packages/stdp/src/a.ts -> packages/stdp/src/host.ts -> packages/stdp/src/a.ts.',
    ]);
  });

  test('a cycle of packages is caught, and one in package.json files alone too', () => {
    const declared = { 'packages/core/package.json': manifest('core', 'rxjs', '@n3ml/engine') };
    expect(violationsOf(declared)).toEqual([
      'package.json files depend on each other in a cycle (development included): core -> engine -> core.',
    ]);
    const imported = violationsOf({ ...declared, 'packages/core/src/index.ts': "export * from '@n3ml/engine';\n" });
    expect(imported).toContain('Packages import each other in a cycle: core -> engine -> core.');
  });

  test('a relative import that leaves its package is caught', () => {
    expect(violationsOf({ 'packages/stdp/src/index.ts': "export * from '../../core/src/index.ts';\n" })).toEqual([
      "packages/stdp/src/index.ts:1: '../../core/src/index.ts' leaves the package. Import it by its name.",
    ]);
  });

  test('a package without a row in the table is caught', () => {
    expect(violationsOf({ 'packages/extra/package.json': manifest('extra') })).toEqual([
      "packages/extra: 'extra' has no row in tools/boundaries/layers.ts. Give it one.",
    ]);
  });
});

describe('diagram', () => {
  test('shows the real arrows, highest layer on top', () => {
    expect(drawDiagram(workspace({}).arrows)).toMatchInlineSnapshot(`
      "\`\`\`mermaid
      flowchart TD
        subgraph layer2 [2]
          engine
        end
        subgraph layer1 [1]
          stdp
        end
        subgraph layer0 [0]
          core
          equations
        end
        engine --> core
        engine --> equations
        stdp --> core
      \`\`\`"
    `);
  });

  test('goes between the markers, and needs them', () => {
    const page = '# A\n<!-- diagram: written by `npm run boundaries -- --write ARCHITECTURE.md` -->\nold\n<!-- end of diagram -->\nrest\n';
    const renewed = insertDiagram(page, 'new');
    expect(renewed).toContain('-->\n\nnew\n\n<!-- end');
    expect(renewed).not.toContain('old');
    expect(insertDiagram(renewed ?? '', 'new')).toBe(renewed);
    expect(insertDiagram('# A\n', 'new')).toBeUndefined();
  });
});

test('findCycle finds a loop of one node and no cycle in a diamond', () => {
  expect(findCycle(new Map([['a', ['a']]]))).toEqual(['a', 'a']);
  const diamond = new Map([
    ['a', ['b', 'c']],
    ['b', ['d']],
    ['c', ['d']],
  ]);
  expect(findCycle(diamond)).toBeUndefined();
});
