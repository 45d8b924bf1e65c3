import { expect, test } from 'vitest';
import { optionsFrom, refuseUnknown, splitArguments } from '../bench/arguments.ts';

const train = { options: { neurons: [100, 400], samples: 60_000 } };
const accuracy = { options: { seeds: [1, 2, 3], preset: 'tuned' } };

test('names stand in front, options have values', () => {
  expect(splitArguments(['train', 'bus', '--samples', '5000', '--neurons=400,1600'])).toEqual({
    names: ['train', 'bus'],
    given: { samples: '5000', neurons: '400,1600' },
  });
  expect(() => splitArguments(['train', '--samples'])).toThrow('--samples needs a value. [N3ML_BAD_OPTION]');
  expect(() => splitArguments(['train', '--samples', '--runs', '3'])).toThrow('--samples needs a value. [N3ML_BAD_OPTION]');
  expect(() => splitArguments(['--runs', '1', '--runs', '2'])).toThrow(
    '--runs is there twice. Lists are written with commas. [N3ML_BAD_OPTION]',
  );
});

test('an option has to belong to one of the benchmarks', () => {
  const given = { sample: '5' };
  expect(() => refuseUnknown({ names: ['train'], given: { seeds: '4' } }, [train, accuracy])).not.toThrow();
  expect(() => refuseUnknown({ names: ['train', 'accuracy'], given }, [train, accuracy])).toThrow(
    "No option --sample for train, accuracy. Did you mean 'samples'? Known: neurons, preset, samples, seeds. [N3ML_UNKNOWN_OPTION]",
  );
});

test('what is given stands over the defaults, in their types', () => {
  const given = { neurons: '400', samples: '5000', preset: 'paper', seeds: '7,8' };
  expect(optionsFrom(train.options, given)).toEqual({ neurons: [400], samples: 5000 });
  expect(optionsFrom(accuracy.options, given)).toEqual({ seeds: [7, 8], preset: 'paper' });
  expect(optionsFrom(accuracy.options, {})).toEqual(accuracy.options);
});

test.each(['0', '-3', '1.5', '1e3', 'many', '4,,5', ''])("'%s' is no list of whole numbers", (neurons) => {
  expect(() => optionsFrom(train.options, { neurons })).toThrow(/--neurons needs a whole number above 0, not '.*'\. \[N3ML_BAD_OPTION\]/);
});
