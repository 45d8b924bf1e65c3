import { N3mlError } from '@n3ml/core';
import { defineBench } from './bench.ts';
import { askFreshProcess } from './fresh-process.ts';
import type { MemoryAnswer, MemoryQuestion } from './memory-in-process.ts';
import { markdownTable } from './table.ts';

const parts = ['resident', 'heap', 'external'] as const;
const mib = (value: number): string => value.toFixed(2);

export default defineBench({
  describe:
    'Memory of a process of its own that trains, in MiB, looked at every few thousand images after a garbage collection; the images themselves are in it. ' +
    'Growth and range count from the first look on: what comes before it is the warm-up.',
  options: { neurons: [400], samples: 60_000, every: 5000 },
  async run({ neurons, samples, every }) {
    if (samples < 2 * every)
      throw new N3mlError('N3ML_BAD_OPTION', `--samples ${samples} is less than two times --every ${every}: there is no growth to see.`);
    const tables = [];
    let data = '';
    for (const size of neurons) {
      const question: MemoryQuestion = { neurons: size, samples, every };
      const answer = await askFreshProcess<MemoryQuestion, MemoryAnswer>('./memory-in-process.ts', question, ['--expose-gc']);
      data = answer.data;
      const [first, last] = [answer.looks[0]!, answer.looks.at(-1)!];
      const range = (part: (typeof parts)[number]): number => {
        const values = answer.looks.map((look) => look[part]);
        return Math.max(...values) - Math.min(...values);
      };
      const rows = [
        ...answer.looks.map((look) => [String(look.done), ...parts.map((part) => mib(look[part]))]),
        ['growth: last - first', ...parts.map((part) => mib(last[part] - first[part]))],
        ['range: max - min', ...parts.map((part) => mib(range(part)))],
      ];
      tables.push({ title: `${size} neurons`, table: markdownTable(['images', ...parts], rows) });
    }
    return { data, tables };
  },
});
