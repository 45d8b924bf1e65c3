import { readdirSync } from 'node:fs';
import { N3mlError, suggest } from '@n3ml/core';
import { optionsFrom, refuseUnknown, splitArguments } from './arguments.ts';
import type { Bench } from './bench.ts';
import { describeMachine, thisMachine } from './machine.ts';

// `npm run bench -- <name> ... --option value ...`: runs tools/bench/<name>.bench.ts and prints Markdown tables for each.

const suffix = '.bench.ts';
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length))
  .sort();

async function load(name: string): Promise<Bench> {
  if (!known.includes(name)) throw new N3mlError('N3ML_UNKNOWN_NAME', `No benchmark '${name}'. ${suggest(name, known)}`);
  return ((await import(`./${name}${suffix}`)) as { readonly default: Bench }).default;
}

async function runBenches(args: readonly string[]): Promise<void> {
  const { names, given } = splitArguments(args);
  if (names.length === 0) throw new N3mlError('N3ML_UNKNOWN_NAME', `Name one or more benchmarks: ${known.join(', ')}.`);
  const benches = await Promise.all(names.map(load));
  refuseUnknown({ names, given }, benches);
  const runs = benches.map((bench) => ({ bench, options: optionsFrom(bench.options, given) }));

  for (const [k, { bench, options }] of runs.entries()) {
    const machine = describeMachine(thisMachine());
    const { data, tables } = await bench.run(options);
    const settings = Object.entries(options).map(([name, value]) => `--${name} ${value}`);
    const parts = [
      `## ${names[k]}`,
      bench.describe,
      ...tables.map(({ title, table }) => `### ${title}\n\n${table}`),
      [...(data === undefined ? [] : [`Data: ${data}.`]), `Machine: ${machine}.`, `Options: ${settings.join(' ')}.`].join('\n'),
    ];
    process.stdout.write(`\n${parts.join('\n\n')}\n`);
  }
}

try {
  await runBenches(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof N3mlError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
