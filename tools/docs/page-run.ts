import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, runCommand } from '../command.ts';
import { workspaceRoot } from '../workspace.ts';
import type { Block } from './block.ts';
import type { Work } from './page-work.ts';

const loader = ['--conditions=@n3ml/source', '--import', new URL('../register-typescript.js', import.meta.url).href];
const commandLine = join(workspaceRoot, 'packages/n3ml/src/main.ts');
const vitest = join(workspaceRoot, 'node_modules/vitest/vitest.mjs');

/** Divides what the blocks of one program print. */
const divider = '\u0001';
const escaped = '\\u0001';

/** The program that blocks make together. */
export const programOf = (blocks: readonly Block[]): string =>
  `${blocks.map(({ text }) => text).join(`process.stdout.write('${escaped}');\n`)}\nexport {};\n`;

/** The file of a program: the line of the page on which it begins. */
export const programFile = ({ line }: Block): string => `line-${line}.ts`;

/** The commands of a block: what follows `npx n3ml`. Words are divided by spaces, `#` starts a comment, a backslash goes on in the next line. */
export function commandsOf({ page, line, text }: Block): readonly (readonly string[])[] {
  return text
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .map((row) => row.replace(/(^|\s)#.*$/, '').trim())
    .filter((row) => row !== '')
    .map((row) => {
      const [npx, n3ml, ...args] = row.split(/\s+/);
      if (npx !== 'npx' || n3ml !== 'n3ml' || /['"$|<>&;]/.test(row))
        throw new Error(`${page}:${line}: '${row}' is no plain command of n3ml.`);
      return args;
    });
}

/** Runs what stands on a page in a folder of its own, where bare imports are looked up among the dependencies of the pages. */
export class PageRun {
  readonly #folder: string;
  readonly #printed = new Map<Block, string>();
  readonly #env: NodeJS.ProcessEnv;

  constructor(folder: string) {
    this.#folder = folder;
    // Node warns where both of these are set, and what a block writes is looked at.
    const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;
    this.#env = env;
  }

  /** Path of a file of the page. */
  file(name: string): string {
    return join(this.#folder, name);
  }

  /** Writes the files that programs import, and the programs. */
  write(works: readonly Work[]): void {
    mkdirSync(this.#folder, { recursive: true });
    for (const work of works) {
      if (work.kind === 'file' || work.kind === 'test') writeFileSync(this.file(work.name), work.block.text);
      if (work.kind === 'program') writeFileSync(this.file(programFile(work.blocks[0]!)), programOf(work.blocks));
    }
  }

  /** Runs a program, and keeps what each of its blocks prints. */
  async program(blocks: readonly Block[]): Promise<void> {
    const { out } = await this.#node([...loader, this.file(programFile(blocks[0]!))]);
    const parts = out.split(divider);
    for (const [k, block] of blocks.entries()) this.#printed.set(block, parts[k] ?? '');
  }

  async commands(block: Block): Promise<void> {
    let printed = '';
    for (const args of commandsOf(block)) printed += (await this.#node([...loader, commandLine, ...args])).out;
    this.#printed.set(block, printed);
  }

  /** Runs a test file as the package of a reader would. */
  async test(name: string): Promise<void> {
    const config = 'vitest.config.ts';
    writeFileSync(
      this.file(config),
      `const conditions = ['@n3ml/source', 'node', 'import', 'module', 'default'];
export default { resolve: { conditions }, ssr: { resolve: { conditions } }, test: { execArgv: ${JSON.stringify(loader)} } };
`,
    );
    await this.#node([vitest, 'run', '--root', this.#folder, '--config', config, name]);
  }

  /** What a block has printed; undefined where it hasn't been run. */
  printed(block: Block): string | undefined {
    return this.#printed.get(block);
  }

  async #node(args: readonly string[]): Promise<Ended> {
    const ended = await runCommand(process.execPath, args, { cwd: this.#folder, env: this.#env });
    if (ended.code !== 0) throw new Error(`Exit code ${ended.code}.\n${ended.err}${ended.out}`);
    return ended;
  }
}
