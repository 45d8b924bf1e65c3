import { countOf } from './count.ts';
import type { Size } from './measure.ts';

/** A table of sizes beside their budgets. */
export function sizesTable(sizes: readonly Size[], budgets: Readonly<Record<string, number>>): string {
  const rows = sizes.map(({ short, minified, gzip }) => [short, countOf(minified), countOf(gzip), countOf(budgets[short] ?? 0)]);
  return [['package', 'minified', 'gzip', 'budget'], ...rows]
    .map(([name = '', ...numbers]) => `  ${name.padEnd(20)}${numbers.map((number) => number.padStart(10)).join('')}`)
    .join('\n');
}

/** A sentence for each package that is over its budget or has none, and for each budget without a package. */
export function complaintsAbout(sizes: readonly Size[], budgets: Readonly<Record<string, number>>): readonly string[] {
  const measured = new Set(sizes.map(({ short }) => short));
  const astray = Object.keys(budgets).filter((short) => !measured.has(short));
  return [
    ...sizes.flatMap(({ short, minified }) => {
      const budget = budgets[short];
      if (budget === undefined) return [`${short} has no budget: it is ${countOf(minified)} bytes. Give it one in tools/sizes/budgets.ts.`];
      if (minified <= budget) return [];
      return [
        `${short} is ${countOf(minified - budget)} bytes over its budget of ${countOf(budget)}: make it smaller, or say why it may grow.`,
      ];
    }),
    ...astray.map((short) => `tools/sizes/budgets.ts has a budget for '${short}', which is no package.`),
  ];
}

/** What a README says of sizes. */
export function sizesSentence(sizes: readonly Size[]): string {
  const kB = (short: string): string => {
    const { minified = 0, gzip = 0 } = sizes.find((size) => size.short === short) ?? {};
    return `\`@n3ml/${short}\` ${(minified / 1000).toFixed(1)} kB (${(gzip / 1000).toFixed(1)} kB gzipped)`;
  };
  const named = ['core', 'equations', 'engine', 'neurons', 'encoders', 'stdp'];
  return `Minified, without dependencies: ${named.map(kB).join(', ')}.`;
}
