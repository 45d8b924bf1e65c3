import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createN3ml } from 'n3ml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../tools/command.ts';
import { blocksOf, titleOf } from '../../tools/docs/block.ts';
import { equationsOf } from '../../tools/docs/equations.ts';
import { notInstalled, unknownPackages } from '../../tools/docs/install.ts';
import { shows } from '../../tools/docs/output.ts';
import { PageRun } from '../../tools/docs/page-run.ts';
import { type Work, workOfPage } from '../../tools/docs/page-work.ts';
import { workspaceRoot } from '../../tools/workspace.ts';

// Every block of every page, in order: a test for each, named by its place and by what is done with it.

const runs = join(workspaceRoot, 'docs/runs');
const pages = readdirSync(join(workspaceRoot, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => {
    const path = `docs/${name}`;
    const blocks = blocksOf(path, readFileSync(join(workspaceRoot, path), 'utf8'));
    return { path, blocks, works: workOfPage(blocks), run: new PageRun(join(runs, name.replace('.md', ''))) };
  });
const needsData = (work: Work): boolean => 'data' in work && work.data && !process.env.N3ML_DATA;

beforeAll(() => {
  rmSync(runs, { recursive: true, force: true });
  for (const { run, works } of pages) run.write(works);
});
afterAll(() => rmSync(runs, { recursive: true, force: true }));

test('every program compiles', async () => {
  mkdirSync(runs, { recursive: true });
  writeFileSync(join(runs, 'tsconfig.json'), '{ "extends": "../../tsconfig.base.json", "include": ["**/*.ts"] }\n');
  const tsc = join(workspaceRoot, 'node_modules/typescript/bin/tsc');
  const { out } = await runCommand(process.execPath, [tsc, '-p', runs], { cwd: runs });
  expect(out).toBe('');
});

describe.each(pages)('$path', ({ blocks, works, run }) => {
  const without = 'N3ML_DATA is not set';
  for (const work of works) {
    if (work.kind === 'program') {
      const [first, ...more] = work.blocks;
      const title = [titleOf(first!), ...more.map(({ line }) => `and :${line}`)].join(' ');
      test(`${title} runs`, ({ skip }) => {
        skip(needsData(work), without);
        return run.program(work.blocks);
      });
      continue;
    }
    const title = titleOf(work.block);
    if (work.kind === 'file') test(`${title} is there for the others`, () => expect(existsSync(run.file(work.name))).toBe(true));
    if (work.kind === 'test') test(`${title} passes`, () => run.test(work.name));
    if (work.kind === 'install') {
      test(`${title} has what the page needs, and nothing unknown`, () => {
        expect(unknownPackages(work.block)).toEqual([]);
        expect(notInstalled(work.block, blocks)).toEqual([]);
      });
    }
    if (work.kind === 'theirs') test(`${title} is not ours to run`, () => expect(['ts', 'sh']).not.toContain(work.block.language));
    if (work.kind === 'commands') {
      test(`${title} runs`, ({ skip }) => {
        skip(needsData(work), without);
        return run.commands(work.block);
      });
    }
    if (work.kind === 'equations') {
      test(`${title} are those of the plugin`, async () => {
        expect(work.block.text).toBe(await equationsOf(createN3ml(), work.of, work.options));
      });
    }
    if (work.kind === 'output') {
      const source = works.find((other) => ('blocks' in other ? other.blocks.includes(work.of) : other.block === work.of));
      test(`${title} is what :${work.of.line} prints`, ({ skip }) => {
        skip(source !== undefined && needsData(source), without);
        const printed = run.printed(work.of) ?? 'It has not been run.';
        if (!shows(work.block.text, printed)) expect(printed).toBe(work.block.text);
      });
    }
  }
});
