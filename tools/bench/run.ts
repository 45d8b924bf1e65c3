import { readdirSync } from 'node:fs';
import type { Bench } from './bench.ts';
import { thisMachine } from './machine.ts';
import { markdownTable } from './table.ts';

// `npm run bench -- <name> ...`: runs tools/bench/<name>.bench.ts and prints a Markdown table for each.

const suffix = '.bench.ts';
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length))
  .sort();
const names = process.argv.slice(2);
const unknown = names.filter((name) => !known.includes(name));

if (names.length === 0 || unknown.length > 0) {
  const problem = names.length === 0 ? 'Name one or more benchmarks.' : `No benchmark '${unknown.join("', '")}'.`;
  process.stderr.write(`${problem} Known: ${known.join(', ')}.\n`);
  process.exitCode = 2;
} else {
  for (const name of names) {
    const { default: bench } = (await import(`./${name}${suffix}`)) as { readonly default: Bench };
    const machine = thisMachine();
    const rows = await bench.run();
    process.stdout.write(`\n### ${bench.name}\n\n${bench.describe}\n\n${markdownTable(rows, machine)}\n`);
  }
}
