import { exit } from 'node:process';
import { runCli } from './cli/run-cli.ts';

/** What a plugin has left open, a timer or a socket, keeps the process for so long once the command is done, in ms. */
const GRACE = 2000;

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The first one lets the sample end and the checkpoint be written; whoever can't wait for that presses again.
    if (interruption.signal.aborted) exit(signal === 'SIGINT' ? 130 : 143);
    interruption.abort(signal);
  });
}
for (const stream of [process.stdout, process.stderr]) {
  // Whoever reads the output has had enough (`n3ml ... | head`): that is no failure.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') exit(0);
    throw error;
  });
}

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  signal: interruption.signal,
});

// The timer itself keeps nothing: where nothing is left open the process is gone long before.
const leave = (): void => {
  const isWriting = process.stdout.writableLength + process.stderr.writableLength > 0;
  if (isWriting) setTimeout(leave, GRACE).unref();
  else exit();
};
setTimeout(leave, GRACE).unref();
