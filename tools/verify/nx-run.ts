import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** One task of an nx run, as nx records it. */
export interface NxTask {
  readonly project: string;
  readonly target: string;
  readonly ok: boolean;
  readonly cached: boolean;
  readonly seconds: number;
  /** Everything that it printed. */
  readonly output: string;
}

export interface NxRun {
  /** Undefined where nx failed before it ran a task; `output` then says why. */
  readonly tasks: readonly NxTask[] | undefined;
  readonly output: string;
}

interface RunFile {
  readonly tasks: readonly {
    readonly projectName: string;
    readonly target: string;
    readonly hash: string;
    readonly startTime: string;
    readonly endTime: string;
    readonly cacheStatus: string;
    readonly status: number;
  }[];
}

/** The environment without what an nx around this one has set, such as its workspace root. */
const outerEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_')));

/**
 * Runs targets of projects with nx, without its daemon, cloud or terminal interface.
 *
 * @param onFinished told of each task as it finishes
 */
export async function nxRun(
  root: string,
  targets: readonly string[],
  projects: readonly string[],
  flags: readonly string[],
  onFinished: (project: string, target: string) => void,
): Promise<NxRun> {
  const cache = join(root, '.nx', 'cache');
  const runFile = join(cache, 'run.json');
  rmSync(runFile, { force: true });
  const nx = createRequire(join(root, 'package.json')).resolve('nx/bin/nx.js');
  const select = projects.length > 0 ? ['-p', projects.join(',')] : [];
  const args = [
    nx,
    'run-many',
    '-t',
    targets.join(','),
    ...select,
    '--outputStyle=static',
    `--parallel=${availableParallelism()}`,
    ...flags,
  ];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...outerEnvironment(), NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' },
  });

  let output = '';
  let line = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    const lines = (line + text).split('\n');
    line = lines.pop() ?? '';
    for (const heading of lines) {
      const [, project, target] = /> nx run (.+?):([\w-]+)(?:\s|$)/.exec(heading) ?? [];
      if (project !== undefined && target !== undefined) onFinished(project, target);
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await new Promise((resolve) => child.once('close', resolve));

  if (!existsSync(runFile)) return { tasks: undefined, output };
  const { tasks } = JSON.parse(readFileSync(runFile, 'utf8')) as RunFile;
  return {
    output,
    tasks: tasks.map(({ projectName, target, hash, startTime, endTime, cacheStatus, status }) => {
      const terminal = join(cache, 'terminalOutputs', hash);
      return {
        project: projectName,
        target,
        ok: status === 0,
        cached: cacheStatus !== 'cache-miss',
        seconds: (Date.parse(endTime) - Date.parse(startTime)) / 1000,
        output: existsSync(terminal) ? readFileSync(terminal, 'utf8') : '',
      };
    }),
  };
}
