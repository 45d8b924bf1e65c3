import { N3mlError, type OptionSpecs } from '@n3ml/core';
import { kernelText } from '../kernel-text.ts';
import { addExamples, createCommand, parse } from './command.ts';
import { outputSpecs } from './common-options.ts';
import type { CliContext } from './context.ts';
import { exitCode } from './exit-code.ts';
import { addFlags, flagsOf, givenOptions } from './flag.ts';
import { peek } from './peek.ts';
import { knownName, loadRegistry } from './registry.ts';
import { shapeOf } from './sample-shape.ts';

const specs = {
  shape: { type: 'string', describe: 'shape of one sample', default: '28x28' },
  json: outputSpecs.json,
  config: outputSpecs.config,
} as const satisfies OptionSpecs;

/** `n3ml kernels <model>` */
export async function run(args: readonly string[], context: CliContext): Promise<number> {
  const { operands, words, values } = peek(args, specs);
  const registry = await loadRegistry(context, values.config);
  const typed = words.find((word) => registry.has('model', word)) ?? operands[0];
  const name = typed === undefined ? undefined : knownName(registry, 'model', typed);
  const command = createCommand(`n3ml kernels ${name ?? '<model>'}`, context)
    .argument('[model]')
    .usage('[options]')
    .description("Prints the kernels that a model's equations are compiled to, as WebAssembly text.");
  const own = flagsOf(specs);
  addFlags(command, own, 'Options:');
  const modelFlags = name === undefined ? [] : flagsOf(registry.optionsOf('model', name), name, own);
  addFlags(command, modelFlags, `Options of ${name}:`);
  addExamples(command, ['n3ml kernels diehl-cook-2015 | less', 'n3ml kernels diehl-cook-2015 --rule triplet --neurons 400']);
  parse(command, args);
  if (name === undefined)
    throw new N3mlError('N3ML_BAD_USAGE', `Name a model: n3ml kernels <model>. Known: ${registry.names('model').join(', ')}.`);

  const model = registry.resolve('model', name, givenOptions(modelFlags, command));
  if (!model.network) throw new N3mlError('N3ML_NO_NETWORK', `Model '${name}' doesn't show its network, so its kernels can't be printed.`);
  const text = await kernelText(model.network(shapeOf(values.shape ?? '28x28'), registry));
  context.stdout.write(values.json ? `${JSON.stringify({ type: 'kernels', model: name, text })}\n` : text);
  return exitCode.ok;
}
