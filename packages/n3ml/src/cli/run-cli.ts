import { N3mlError, suggest } from '@n3ml/core';
import { addExamples, createCommand, HelpShown, parse } from './command.ts';
import type { CliContext } from './context.ts';
import { exitCode, exitCodeOf, exitCodeOfSignal, RunFailure, StoppedFromPage } from './exit-code.ts';
import { version } from './version.ts';

interface CommandModule {
  run(args: readonly string[], context: CliContext): Promise<number>;
}

/** The commands. Each is loaded when it is called, so that `n3ml --help` answers at once. */
const commands: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<CommandModule> }>> = {
  demo: { summary: 'trains, labels and tests a small network on synthetic digits: about a minute', load: () => import('./demo.ts') },
  'train <model>': { summary: 'trains a model and writes a run folder', load: () => import('./train.ts') },
  'train-ann <ann>': { summary: 'trains a network without spikes, to be converted', load: () => import('./train-ann.ts') },
  'convert <network>': { summary: 'turns a trained network into one of spiking neurons', load: () => import('./convert.ts') },
  'assign <run>': { summary: 'gives the neurons of a trained run labels', load: () => import('./assign.ts') },
  'infer <run>': { summary: 'measures the accuracy of a trained run on test samples', load: () => import('./infer.ts') },
  'doctor <run>': {
    summary: 'examines a converted network: layers, accuracy and cost by steps, findings',
    load: () => import('./doctor.ts'),
  },
  'replay <recording>': { summary: 'shows a recorded run on a page, or plays its events to observers', load: () => import('./replay.ts') },
  'explain [thing]': {
    summary: 'explains what a plugin provides: source, options, equations, plots',
    load: () => import('./explain.ts'),
  },
  'kernels <model>': { summary: 'prints the compiled kernels of a model as WebAssembly text', load: () => import('./kernels.ts') },
  plugins: { summary: 'lists the plugins and what they provide', load: () => import('./plugins.ts') },
};
const loaders = new Map(Object.entries(commands).map(([usage, { load }]) => [usage.split(' ')[0] ?? usage, load]));

/**
 * Runs the command line.
 *
 * @param argv what follows the name of the program
 * @returns the exit code, see the help of any command
 */
export async function runCli(argv: readonly string[], context: CliContext): Promise<number> {
  try {
    return await dispatch(argv, context);
  } catch (error) {
    if (error instanceof HelpShown) return exitCode.ok;
    if (context.signal.aborted || error instanceof StoppedFromPage) {
      context.stderr.write('Interrupted.\n');
      return exitCodeOfSignal(context.signal);
    }
    report(error instanceof RunFailure ? error.cause : error, argv, context);
    return exitCodeOf(error);
  }
}

async function dispatch(argv: readonly string[], context: CliContext): Promise<number> {
  const [name = '--help', ...args] =
    argv[0] === 'help' && argv[1] !== undefined ? [argv[1], '--help'] : argv[0] === 'help' ? ['--help'] : argv;
  const load = loaders.get(name);
  if (load) return (await load()).run(args, context);
  if (!name.startsWith('-')) {
    throw new N3mlError('N3ML_UNKNOWN_COMMAND', `No command '${name}'. ${suggest(name, loaders.keys())}`, { details: { command: name } });
  }
  parse(createProgram(context), argv.length === 0 ? ['--help'] : argv);
  return exitCode.ok;
}

function createProgram(context: CliContext) {
  const program = createCommand('n3ml', context)
    .description('Spiking neural networks: trains the model of a paper, from its equations.')
    .usage('<command> [options]')
    .version(version, '-V, --version', 'prints the version');
  const width = Math.max(...Object.keys(commands).map((usage) => usage.length));
  const lines = Object.entries(commands).map(([usage, { summary }]) => `  ${usage.padEnd(width)}  ${summary}`);
  program.addHelpText('after', `\nCommands:\n${lines.join('\n')}\n\n'n3ml <command> --help' tells more about one.`);
  addExamples(program, ['n3ml demo', 'n3ml train diehl-cook-2015 --data mnist --neurons 400', 'n3ml train diehl-cook-2015 --help']);
  return program;
}

/** Bad input is told in a sentence; what nobody foresaw comes with its stack. */
function report(error: unknown, argv: readonly string[], { stdout, stderr, env }: CliContext): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const foreseen = error instanceof N3mlError;
  stderr.write(`${foreseen && !env.N3ML_DEBUG ? message : (stack ?? message)}\n`);
  if (argv.includes('--json'))
    stdout.write(`${JSON.stringify({ type: 'error', code: foreseen ? error.code : 'N3ML_INTERNAL', message })}\n`);
}
