import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How a program has ended, and what it has written. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end, whatever that is. Only a program that can't be started is an error. */
export async function runCommand(
  file: string,
  args: readonly string[],
  { cwd, env = process.env }: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Ended> {
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text.out += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text.err += chunk;
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { ...text, code: code ?? 128, err: signal === null ? text.err : `${text.err}Ended by ${signal}.\n` };
}
