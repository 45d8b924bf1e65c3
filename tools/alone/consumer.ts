import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand } from '../command.ts';
import { workspaceRoot } from '../workspace.ts';

const typescript = join(workspaceRoot, 'node_modules/typescript/bin/tsc');

/** What TypeScript users set, besides `strict`. Our declarations stand every check; only those that come with TypeScript itself are not checked again. */
const settings = {
  node16: { module: 'node16', moduleResolution: 'node16', lib: ['es2023'], types: ['node'] },
  bundler: { module: 'esnext', moduleResolution: 'bundler', lib: ['es2023', 'dom', 'dom.iterable'], types: ['node'] },
};

/** Packages of others whose declarations don't stand the check on their own. What we make of them does. */
const unsound = /^node_modules\/\.pnpm\/(@tensorflow|@webgpu)\+/;

/** What TypeScript prints, a complaint with the lines that explain it each. */
const complaintsOf = (printed: string): readonly string[] => (printed === '' ? [] : printed.trimEnd().split(/\n(?! )/));

/** A project of a user, outside the workspace. */
export class Consumer {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  write(file: string, text: string): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Runs a program of Node; what it complains of is the result, empty where all is well. */
  async run(program: string, ...args: readonly string[]): Promise<string> {
    // Node warns where both of these are set, and what is written to standard error is a complaint.
    const { FORCE_COLOR: _, NO_COLOR: __, NODE_OPTIONS: ___, ...env } = process.env;
    const { code, out, err } = await runCommand(process.execPath, [program, ...args], { cwd: this.folder, env });
    if (code !== 0) return `${out}${err}`;
    return /\b(Error|Warning)\b/.test(err) ? err : '';
  }

  /** Checks the types of files, with every declaration that they reach; the complaints for each way to resolve modules. */
  async check(files: readonly string[]): Promise<string> {
    const complaints = await Promise.all(
      Object.entries(settings).map(async ([name, setting]) => {
        const compilerOptions = {
          ...setting,
          target: 'es2023',
          strict: true,
          skipLibCheck: false,
          skipDefaultLibCheck: true,
          noEmit: true,
        };
        this.write(`tsconfig.${name}.json`, JSON.stringify({ compilerOptions, files }));
        const said = await this.run(typescript, '-p', `tsconfig.${name}.json`);
        const ours = complaintsOf(said).filter((complaint) => !unsound.test(complaint));
        return ours.length === 0 ? '' : `moduleResolution ${name}:\n${ours.join('\n')}\n`;
      }),
    );
    return complaints.join('');
  }
}
