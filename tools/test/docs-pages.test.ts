import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createN3ml } from 'n3ml';
import { afterAll, describe, expect, test } from 'vitest';
import { blocksOf } from '../docs/block.ts';
import { equationsOf } from '../docs/equations.ts';
import { notInstalled, unknownPackages } from '../docs/install.ts';
import { shows } from '../docs/output.ts';
import { commandsOf, PageRun } from '../docs/page-run.ts';
import { workOfPage } from '../docs/page-work.ts';

const fence = (info: string, ...lines: string[]): string => [`\`\`\`${info}`, ...lines, '```', ''].join('\n');
const worksOf = (...fences: string[]) => workOfPage(blocksOf('page.md', fences.join('\n')));

describe('what is done with a block', () => {
  test('is said by its info string, and nothing is left out', () => {
    const works = worksOf(
      fence('ts', '1;'),
      fence('ts continue', '2;'),
      fence('text', 'out'),
      fence('ts file rule.ts', '3;'),
      fence('ts test rule.test.ts', '4;'),
      fence('sh', 'npx n3ml plugins'),
      fence('text', 'more'),
      fence('sh data', 'npx n3ml demo'),
      fence('sh install', 'npm install n3ml'),
      fence('text equations neuron/lif {"tau":20}'),
      fence('python theirs', 'run()'),
    );
    expect(works.map(({ kind }) => kind)).toEqual([
      'program',
      'output',
      'file',
      'test',
      'commands',
      'output',
      'commands',
      'install',
      'equations',
      'theirs',
    ]);
    expect(works.map((work) => ('data' in work ? work.data : undefined))[6]).toBe(true);
    expect(works.flatMap((work) => (work.kind === 'output' ? [work.of.text] : []))).toEqual(['2;\n', 'npx n3ml plugins\n']);
  });

  test.each([
    ['js', 'of a language that nobody runs'],
    ['', 'without a language'],
    ['ts skip', 'with a word that nobody knows'],
    ['ts theirs', 'of ours, called theirs'],
    ['sh data more', 'with a word too many'],
    ['text', 'of output, where nothing was run'],
  ])('a block ```%s is an error: %s', (info) => {
    expect(() => worksOf(fence(info, 'x'))).toThrow(/^page\.md:1 .*nobody knows what to do with this block/);
  });

  test('a block that continues nothing, and one that is not closed, are errors', () => {
    expect(() => worksOf(fence('sh', 'npx n3ml'), fence('ts continue', 'x'))).toThrow(
      'page.md:5 ts continue: there is no program to continue.',
    );
    expect(() => blocksOf('page.md', 'text\n```ts\nx')).toThrow('page.md:2: this block is never closed.');
  });
});

describe('what is run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'n3ml-page-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const run = new PageRun(folder);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function printedBy(...fences: string[]): Promise<readonly (string | undefined)[]> {
    const works = worksOf(...fences);
    run.write(works);
    for (const work of works) if (work.kind === 'program') await run.program(work.blocks);
    return works.flatMap((work) => (work.kind === 'program' ? work.blocks.map((block) => run.printed(block)) : []));
  }

  test('a program may be divided, import files of the page, and each block has its own output', async () => {
    const printed = await printedBy(
      fence('ts file three.ts', 'export const three: number = 3;'),
      fence('ts', "import { three } from './three.ts';", 'console.log(three);'),
      fence('ts continue', 'console.log(three + 1);'),
      fence('ts', 'console.log(5);'),
    );
    expect(printed).toEqual(['3\n', '4\n', '5\n']);
  });

  test('a program that fails is an error with what it wrote', async () => {
    await expect(printedBy(fence('ts', "throw new Error('broken on purpose');"))).rejects.toThrow(/Exit code 1.*broken on purpose/s);
  });

  test('commands are those of n3ml, and their failures are errors', async () => {
    const [block] = blocksOf('page.md', fence('sh', '# first', 'npx n3ml train diehl-cook-2015 \\', '  --neurons 50 # fifty'));
    expect(commandsOf(block!)).toEqual([['train', 'diehl-cook-2015', '--neurons', '50']]);
    expect(() => commandsOf({ ...block!, text: 'npx n3ml plugins | head\n' })).toThrow(
      "page.md:1: 'npx n3ml plugins | head' is no plain command of n3ml.",
    );
    await expect(run.commands({ ...block!, text: 'npx n3ml no-such-command\n' })).rejects.toThrow(/Exit code 2.*no-such-command/s);
  });

  test('a package that nobody knows is found, and one that is missing', () => {
    const [block, ...more] = blocksOf(
      'page.md',
      `${fence('sh install', 'npm install --save-dev n3ml @n3ml/cor')}${fence('ts', "import { createN3ml } from 'n3ml';", "import { lif } from '@n3ml/neurons';")}`,
    );
    expect(unknownPackages(block!)).toEqual(['@n3ml/cor']);
    expect(unknownPackages({ ...block!, text: 'yarn add n3ml\n' })).toEqual(['yarn add n3ml\n']);
    expect(notInstalled(block!, more)).toEqual(['@n3ml/neurons']);
  });
});

test.each([
  ['a\nb', 'a\nb\n', true],
  ['a\nb', 'a\nb\nc\n', false],
  ['a', 'b\n', false],
  ['took ... s', 'took 1.5 s\n', true],
  ['took ... s', 'took 1.5 ms\nx s\n', false],
  ['a\n...\nd', 'a\nb\nc\nd\n', true],
  ['a\n...\nd', 'a\nd\n', true],
  ['a.c', 'abc\n', false],
])('%j shows %j: %s', (expected, printed, right) => {
  expect(shows(expected, printed)).toBe(right);
});

test('equations come from what the plugin makes', async () => {
  const equations = await equationsOf(createN3ml(), 'learningRule/power-law', '{}');
  expect(equations).toContain('onPost  w += alpha * (xPre - xTar) * (wMax - w)^mu\n');
  expect(await equationsOf(createN3ml(), 'neuron/if', '{"resetBy":"subtraction"}')).toMatch(/^reset +v -= vTh$/m);
});
