import type { OptionSpecs, Registry } from '@n3ml/core';
import { stdpWindowSpecs } from '@n3ml/stdp';
import { examinedKinds, explain } from '../explain/index.ts';
import { addExamples, createCommand, parse } from './command.ts';
import { outputSpecs } from './common-options.ts';
import type { CliContext } from './context.ts';
import { exitCode } from './exit-code.ts';
import { explanationText } from './explanation-text.ts';
import { addFlags, flagsOf, givenOptions, kebabCase } from './flag.ts';
import { findThings, kindsOf, namedThing } from './named-thing.ts';
import { peek } from './peek.ts';
import { writePlots } from './plot-files.ts';
import { loadRegistry } from './registry.ts';
import { shapeOf } from './sample-shape.ts';
import { createTalk } from './talk.ts';
import { wrap } from './wrap.ts';

const specs = {
  svg: { type: 'string', describe: 'file for the plot; a second one goes beside it' },
  overwrite: { type: 'boolean', describe: 'replaces the file of --svg', default: false },
  kernels: { type: 'boolean', describe: 'prints the kernels that it is compiled to, as WebAssembly text', default: false },
  json: { ...outputSpecs.json, describe: 'one JSON line on stdout, with the plots as SVG' },
  quiet: outputSpecs.quiet,
  config: outputSpecs.config,
} as const satisfies OptionSpecs;

/** How things of a kind are examined. */
const specsOfKind: Readonly<Record<string, OptionSpecs | undefined>> = {
  learningRule: {
    ...stdpWindowSpecs,
    signal: { type: 'number', describe: 'value of every signal of the rule', default: 1 },
  },
  model: { shape: { type: 'string', describe: 'shape of one sample', default: '28x28' } },
};

/** `n3ml explain [kind/name]` */
export async function run(args: readonly string[], context: CliContext): Promise<number> {
  const { operands, words, values, help } = peek(args, specs);
  const registry = await loadRegistry(context, values.config);
  const typed = words.find((word) => findThings(registry, word).length > 0) ?? operands[0];
  const thing = typed === undefined || (help && findThings(registry, typed).length !== 1) ? undefined : namedThing(registry, typed);
  const command = createCommand(`n3ml explain ${thing ? `${kebabCase(thing.kind)}/${thing.name}` : '[kind/name]'}`, context)
    .argument('[thing]')
    .usage('[options]')
    .description(
      'Explains a rule, a neuron, an encoder, whatever a plugin provides: source, options, equations, and plots of what it does.',
    );
  const common = flagsOf(specs);
  addFlags(command, common, 'Options:');
  const ofKind = thing ? flagsOf(specsOfKind[thing.kind] ?? {}, 'explain', common) : [];
  addFlags(command, ofKind, 'How it is examined:');
  const own =
    thing && examinedKinds.includes(thing.kind)
      ? flagsOf(registry.optionsOf(thing.kind, thing.name), thing.name, [...common, ...ofKind])
      : [];
  addFlags(command, own, `Options of ${thing?.name}:`);
  addExamples(command, [
    'n3ml explain',
    'n3ml explain power-law --tau-pre 10 --svg window.svg',
    'n3ml explain triplet --pairs 60 --rate 20',
    'n3ml explain encoder/population',
  ]);
  parse(command, args);
  if (!thing) {
    list(registry, context, values.json ?? false);
    return exitCode.ok;
  }

  const { shape, signal, ...window } = givenOptions(ofKind, command);
  const explanation = await explain(registry, thing.kind, thing.name, {
    options: givenOptions(own, command),
    kernels: values.kernels ?? false,
    window: window as Record<string, number>,
    ...(typeof signal === 'number' && { signal }),
    ...(typeof shape === 'string' && { shape: shapeOf(shape) }),
  });
  if (values.svg !== undefined) {
    const paths = await writePlots(explanation, values.svg, { cwd: context.cwd, overwrite: values.overwrite ?? false });
    createTalk(context, values).note(`Wrote ${paths.join(', ')}`);
  }
  context.stdout.write(values.json ? `${JSON.stringify({ type: 'explanation', ...explanation })}\n` : explanationText(explanation));
  return exitCode.ok;
}

/** Everything that there is, by kind, with its summary. */
function list(registry: Registry, { stdout }: CliContext, json: boolean): void {
  const width = Math.min(stdout.columns ?? 100, 100);
  const blocks = kindsOf(registry).map((kind) => {
    const described = registry.names(kind).map((name) => registry.describe(kind, name));
    const longest = Math.max(...described.map(({ name }) => name.length));
    const rows = described.map(({ name, about }) => wrap(about?.summary ?? '', width, `  ${name.padEnd(longest)}  `));
    const lines = described.map(({ name, plugin, about }) =>
      JSON.stringify({ type: 'thing', kind, name, plugin, summary: about?.summary }),
    );
    return (json ? lines : [kebabCase(kind), ...rows]).join('\n');
  });
  stdout.write(`${blocks.join(json ? '\n' : '\n\n')}\n`);
}
