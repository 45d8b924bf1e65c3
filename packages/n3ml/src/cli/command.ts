import { N3mlError } from '@n3ml/core';
import { Command, CommanderError } from 'commander';
import type { CliContext } from './context.ts';
import { exitCodeHelp } from './exit-code.ts';

/** Thrown after help or the version was shown: nothing is left to do. */
export class HelpShown extends Error {}

/** A command that writes to the streams of the context and throws where commander would end the process. */
export function createCommand(name: string, { stdout, stderr }: CliContext): Command {
  return new Command(name)
    .exitOverride()
    .helpOption('-h, --help', 'shows this help')
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: () => {},
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

/** Appends examples and the exit codes to the help of a command. */
export function addExamples(command: Command, examples: readonly string[]): void {
  command.addHelpText('after', `\nExamples:\n${examples.map((line) => `  ${line}\n`).join('')}${exitCodeHelp}`);
}

/**
 * Parses arguments.
 *
 * @throws N3mlError N3ML_BAD_USAGE for what the command doesn't know
 * @throws HelpShown
 */
export function parse(command: Command, args: readonly string[]): void {
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? translate(error, command) : error;
  }
}

function translate(error: CommanderError, command: Command): Error {
  if (error.exitCode === 0) return new HelpShown();
  const [what = '', ...hints] = error.message.replace(/^error: /, '').split('\n');
  const sentence = `${what.charAt(0).toUpperCase()}${what.slice(1).replace(/\.$/, '')}.`;
  const hint = hints.map((line) => line.replace(/^\((.*)\)$/, '$1')).join(' ');
  return new N3mlError('N3ML_BAD_USAGE', [sentence, hint, `'${command.name()} --help' lists what it takes.`].filter(Boolean).join(' '), {
    cause: error,
  });
}
