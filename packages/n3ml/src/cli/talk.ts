import type { CliContext } from './context.ts';

/** What a command tells a person. */
export interface Talk {
  /** The outcome: on stdout, which belongs to the JSON lines where they were asked for. */
  say(text: string): void;
  /** What is good to know: on stderr, silent with `--quiet`. */
  note(text: string): void;
}

export function createTalk(
  { stdout, stderr }: CliContext,
  { json = false, quiet = false }: { readonly json?: boolean; readonly quiet?: boolean },
): Talk {
  return {
    say(text) {
      if (!json) stdout.write(`${text}\n`);
      else if (!quiet) stderr.write(`${text}\n`);
    },
    note(text) {
      if (!quiet) stderr.write(`${text}\n`);
    },
  };
}

/** @example percent(0.8815) // '88.15 %' */
export const percent = (fraction: number): string => `${(100 * fraction).toFixed(2)} %`;
