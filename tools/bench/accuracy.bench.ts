import { N3mlError, suggest } from '@n3ml/core';
import { type DiehlCook2015PresetName, presets } from '@n3ml/stdp';
import { defineBench } from './bench.ts';
import { askFreshProcess } from './fresh-process.ts';
import { type AccuracyAnswer, type AccuracyQuestion, accuracyOfSeed } from './seed-accuracy.ts';
import { sideBySide } from './side-by-side.ts';
import { markdownTable } from './table.ts';

const isPreset = (name: string): name is DiehlCook2015PresetName => Object.hasOwn(presets, name);
const percent = (fraction: number): string => (100 * fraction).toFixed(2);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A row for each seed, and their mean. */
function rowsOf(questions: readonly AccuracyQuestion[], answers: readonly AccuracyAnswer[]): string[][] {
  const size = String(questions[0]!.neurons);
  const rows = answers.map(({ accuracy, silentImages, silentNeurons, seconds }, k) => [
    size,
    String(questions[k]!.seed),
    percent(accuracy),
    String(silentImages),
    String(silentNeurons),
    seconds.toFixed(0),
  ]);
  const accuracies = answers.map(({ accuracy }) => accuracy);
  const spread = `${percent(mean(accuracies))} (${percent(Math.min(...accuracies))}, ${percent(Math.max(...accuracies))})`;
  return [...rows, [size, 'mean (min, max)', spread, '', '', mean(answers.map(({ seconds }) => seconds)).toFixed(0)]];
}

export default defineBench({
  describe:
    'Trains without labels, gives the neurons labels by the first training images, and classifies the test images; a silent image counts as wrong. ' +
    'With --jobs above 1 each seed runs in a process of its own, so many at a time.',
  options: { neurons: [400], seeds: [1, 2, 3], preset: 'tuned', epochs: 1, train: 60_000, assign: 10_000, test: 10_000, jobs: 1 },
  async run({ neurons, seeds, preset, epochs, train, assign, test, jobs }) {
    if (!isPreset(preset)) throw new N3mlError('N3ML_BAD_OPTION', `No preset '${preset}'. ${suggest(preset, Object.keys(presets))}`);
    const ask =
      jobs === 1
        ? accuracyOfSeed
        : (question: AccuracyQuestion) => askFreshProcess<AccuracyQuestion, AccuracyAnswer>('./accuracy-in-process.ts', question);
    const rows: string[][] = [];
    let data = '';
    for (const size of neurons) {
      const questions = seeds.map((seed) => ({ neurons: size, seed, preset, epochs, train, assign, test }));
      const answers = await sideBySide(questions, jobs, ask);
      data = answers[0]!.data;
      rows.push(...rowsOf(questions, answers));
    }
    const columns = ['neurons', 'seed', 'accuracy %', 'silent images', 'neurons without a label', 'seconds'];
    return {
      data,
      tables: [
        {
          title: `Preset ${preset}, ${epochs} epoch${epochs === 1 ? '' : 's'}, assigned on ${Math.min(assign, train)} images`,
          table: markdownTable(columns, rows),
        },
      ],
    };
  },
});
