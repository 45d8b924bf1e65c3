import type { OptionSpecs } from '@n3ml/core';
import { addExamples, createCommand, parse } from './command.ts';
import { outputSpecs } from './common-options.ts';
import type { CliContext } from './context.ts';
import { exitCode } from './exit-code.ts';
import { addFlags, flagsOf } from './flag.ts';
import { peek } from './peek.ts';
import { loadRegistry } from './registry.ts';

const specs = { json: outputSpecs.json, config: outputSpecs.config } as const satisfies OptionSpecs;

/** `n3ml plugins` */
export async function run(args: readonly string[], context: CliContext): Promise<number> {
  const { values } = peek(args, specs);
  const command = createCommand('n3ml plugins', context).description('Lists the plugins and what they provide.');
  addFlags(command, flagsOf(specs), 'Options:');
  addExamples(command, ['n3ml plugins', 'n3ml plugins --config n3ml.config.ts --json']);
  parse(command, args);
  const { plugins } = await loadRegistry(context, values.config);
  for (const { name, version, provides } of plugins) {
    const kinds = Object.entries(provides).map(([kind, factories]) => [kind, Object.keys(factories ?? {}).sort()] as const);
    if (values.json) context.stdout.write(`${JSON.stringify({ type: 'plugin', name, version, provides: Object.fromEntries(kinds) })}\n`);
    else context.stdout.write(`${name} ${version}\n${kinds.map(([kind, names]) => `  ${kind}: ${names.join(', ')}\n`).join('')}`);
  }
  return exitCode.ok;
}
