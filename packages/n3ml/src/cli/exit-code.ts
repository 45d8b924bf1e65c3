import { N3mlError } from '@n3ml/core';

/** Exit codes of the command line. The signals' are 128 + their number, as shells expect. */
export const exitCode = { ok: 0, failed: 1, badInput: 2, interrupted: 130, terminated: 143 } as const;

/** The end of every help page. */
export const exitCodeHelp = `
Exit codes:
  0    it worked
  1    the run failed after it had started
  2    bad usage or bad input; the message says what to change
  130  interrupted (Ctrl-C); training has saved a checkpoint
  143  terminated (SIGTERM); training has saved a checkpoint
`;

/** What went wrong once samples were being worked on: no flag would have helped. */
export class RunFailure extends Error {
  constructor(cause: unknown) {
    super('The run failed.', { cause });
    this.name = 'RunFailure';
  }
}

/** Somebody has stopped a run from its page that keeps nothing of what it has done. */
export class StoppedFromPage extends Error {
  constructor(cause: unknown) {
    super('The run was stopped from its page.', { cause });
    this.name = 'StoppedFromPage';
  }
}

/** The exit code for something that was thrown. */
export function exitCodeOf(error: unknown): number {
  return error instanceof N3mlError && error.code !== 'N3ML_NOT_A_NUMBER' ? exitCode.badInput : exitCode.failed;
}

/** The exit code of a command that a signal stopped. */
export const exitCodeOfSignal = (signal: AbortSignal): number => (signal.reason === 'SIGTERM' ? exitCode.terminated : exitCode.interrupted);
