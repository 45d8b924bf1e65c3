import { defineBench } from './bench.ts';
import { askFreshProcess } from './fresh-process.ts';
import type { MemoryLook } from './memory-look.ts';
import type { RecordingAnswer, RecordingQuestion } from './recording-in-process.ts';
import { markdownTable } from './table.ts';

const growthOf = (looks: readonly MemoryLook[], part: 'resident' | 'heap' | 'external'): number =>
  Math.max(...looks.map((look) => look[part])) - looks[0]![part];

const mib = (value: number): string => value.toFixed(2);

export default defineBench({
  describe:
    'A simulation of LIF neurons, 1000 steps of 1 ms a second, of which every spike is recorded to disk, in a process of its own; its memory in MiB, looked at after a ' +
    'garbage collection. Growth counts from before the first step, with the network compiled; beside it, the same with an observer that hears of the spikes and does nothing. ' +
    'Then the file is read back and its spikes are counted.',
  options: { neurons: [10_000], seconds: 3600, every: 300 },
  async run({ neurons, seconds, every }) {
    const tables = [];
    for (const size of neurons) {
      const ask = (records: boolean): Promise<RecordingAnswer> =>
        askFreshProcess<RecordingQuestion, RecordingAnswer>('./recording-in-process.ts', { neurons: size, seconds, every, records }, [
          '--expose-gc',
        ]);
      const idle = await ask(false);
      const recorded = await ask(true);
      const { spikes, bytes, replayMs, replayed } = recorded;
      if (replayed !== spikes) throw new Error(`${spikes} spikes were recorded and ${replayed} read back.`);
      const rows = recorded.looks.map(({ done, resident, heap, external }, k) => [
        String(done),
        ...[idle.looks[k]!.resident, resident, heap, external].map(mib),
      ]);
      const growth = [
        growthOf(idle.looks, 'resident'),
        ...(['resident', 'heap', 'external'] as const).map((part) => growthOf(recorded.looks, part)),
      ];
      const figures = [
        ['spikes', spikes.toExponential(3)],
        ['spikes per neuron and second', (spikes / size / seconds).toFixed(2)],
        ['size of the file, MiB', mib(bytes / 2 ** 20)],
        ['bytes a spike', (bytes / spikes).toFixed(2)],
        ['time to simulate, nothing recorded, s', (idle.simulateMs / 1000).toFixed(1)],
        ['time to simulate and record, s', (recorded.simulateMs / 1000).toFixed(1)],
        ['time to read back, s', (replayMs / 1000).toFixed(1)],
      ];
      tables.push(
        {
          title: `${size} neurons, memory over simulated seconds`,
          table: markdownTable(
            ['simulated seconds', 'resident, nothing recorded', 'resident', 'heap', 'external'],
            [...rows, ['growth: max - first', ...growth.map(mib)]],
          ),
        },
        { title: `${size} neurons, ${seconds} simulated seconds`, table: markdownTable(['', 'figure'], figures) },
      );
    }
    return { tables };
  },
});
