import { Writable } from 'node:stream';
import { createRegistry, type Registry } from '@n3ml/core';
import observers from '@n3ml/observers';
import { runCli } from '../../src/cli/run-cli.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { tinyPlugin } from './tiny-plugin.ts';

class Screen extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    this.emit('text', this.text);
    done();
  }
}

/** What a command left on the screen. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The lines of `out` as JSON. */
  readonly lines: () => Record<string, unknown>[];
}

/** A working directory of its own, for as long as the tests of the file take, in which commands run with the tiny plugin. */
export async function openTerminal() {
  const cwd = await temporaryFolder();
  /**
   * @param interruption is aborted with the name of a signal
   * @param interruptAt what has to stand on stdout for the signal to come; '' for at once
   * @param onErr gets what stands on stderr whenever something is added
   */
  const run = async (
    command: string,
    {
      signal = 'SIGINT',
      interruptAt,
      interruption = new AbortController(),
      onErr = () => {},
      createRegistry: make = () => createRegistry().use(observers, tinyPlugin),
    }: {
      readonly signal?: 'SIGINT' | 'SIGTERM';
      readonly interruptAt?: string;
      readonly interruption?: AbortController;
      readonly onErr?: (text: string) => void;
      readonly createRegistry?: () => Registry;
    } = {},
  ): Promise<Outcome> => {
    const [stdout, stderr] = [new Screen(), new Screen()];
    stderr.on('text', onErr);
    if (interruptAt === '') interruption.abort(signal);
    else if (interruptAt !== undefined) stdout.on('text', (text: string) => text.includes(interruptAt) && interruption.abort(signal));
    const argv = command.split(' ').filter((word) => word !== '');
    const code = await runCli(argv, {
      stdout,
      stderr,
      env: {},
      cwd,
      signal: interruption.signal,
      createRegistry: make,
    });
    const clean = (text: string): string => text.replaceAll(cwd, '<cwd>');
    const lines = (): Record<string, unknown>[] =>
      stdout.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    return { code, out: clean(stdout.text), err: clean(stderr.text), lines };
  };
  return { cwd, run };
}
