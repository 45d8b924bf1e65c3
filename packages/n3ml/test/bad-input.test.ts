import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTerminal } from './support/terminal.ts';

const refusals: readonly (readonly [command: string, message: string])[] = [
  [
    'trin',
    "No command 'trin'. Did you mean 'train'? Known: assign, convert, demo, doctor, explain, infer, kernels, plugins, replay, train, train-ann. [N3ML_UNKNOWN_COMMAND]",
  ],
  ['--jso', "Unknown option '--jso'. 'n3ml --help' lists what it takes. [N3ML_BAD_USAGE]"],
  ['train', 'Say what to train: n3ml train <model>. Known: tiny. [N3ML_BAD_USAGE]'],
  ['train tinny', "No model 'tinny'. Did you mean 'tiny'? Known: tiny. [N3ML_UNKNOWN_NAME]"],
  ['train tiny more', "Too many arguments. Expected 1 argument but got 2. 'n3ml train tiny --help' lists what it takes. [N3ML_BAD_USAGE]"],
  ['train tiny --gian 2', "Unknown option '--gian'. Did you mean --gain? 'n3ml train tiny --help' lists what it takes. [N3ML_BAD_USAGE]"],
  ['train tiny --gain', "Option '--gain <x>' argument missing. 'n3ml train tiny --help' lists what it takes. [N3ML_BAD_USAGE]"],
  ['train tiny --gain much', "--gain needs a number, not 'much'. [N3ML_BAD_FLAG]"],
  ['train tiny --gain -1', "--gain needs a number of at least 0, not '-1'. [N3ML_BAD_FLAG]"],
  ['train tiny --gain Infinity', "--gain needs a number, not 'Infinity'. [N3ML_BAD_FLAG]"],
  ['train tiny --data bitz', "No dataset 'bitz'. Known: synthetic-bits. [N3ML_UNKNOWN_NAME]"],
  [
    'train tiny --data-dir .',
    "Dataset 'synthetic-bits' is not read from a folder: leave out --data-dir, or choose another dataset with --data. [N3ML_BAD_FLAG]",
  ],
  [
    'train tiny --observe lout',
    "No observer 'lout'. Did you mean 'loud'? Known: csv, jsonl, learning-curve, loud, progress, prometheus, raster, tensorboard, weight-image. [N3ML_UNKNOWN_NAME]",
  ],
  ['train tiny --samples 13', "--samples 13 is more than the 12 training samples of 'synthetic-bits'. Ask for at most 12. [N3ML_BAD_FLAG]"],
  ['train tiny --samples 0', "--samples needs a whole number of at least 1, not '0'. [N3ML_BAD_FLAG]"],
  ['train tiny --epochs -2', "--epochs needs a whole number of at least 1, not '-2'. [N3ML_BAD_FLAG]"],
  ['train tiny --workers 1.5', "--workers needs a whole number, not '1.5'. [N3ML_BAD_FLAG]"],
  ['train tiny --checkpoint-every none', "--checkpoint-every needs a whole number, not 'none'. [N3ML_BAD_FLAG]"],
  [
    'train tiny --out file/run',
    "Can't write to '<cwd>/file/run': a part of the path is a file, not a folder. Choose another folder with --out. [N3ML_CANNOT_WRITE]",
  ],
  [
    'train tiny --out file',
    "Can't write to '<cwd>/file': a part of the path is a file, not a folder. Choose another folder with --out. [N3ML_CANNOT_WRITE]",
  ],
  ['train tiny --resume', '--resume needs the run folder: n3ml train --resume --out <folder>. [N3ML_BAD_USAGE]'],
  [
    'train tiny --resume --out none',
    "There is no run in '<cwd>/none'. Name a folder that 'n3ml train', 'n3ml train-ann' or 'n3ml convert' has written. [N3ML_NO_RUN]",
  ],
  ['train tiny --config none.json', "Config <cwd>/none.json can't be used: there is no such file. [N3ML_BAD_CONFIG]"],
  ['assign', "Missing required argument 'run'. 'n3ml assign --help' lists what it takes. [N3ML_BAD_USAGE]"],
  [
    'infer none',
    "There is no run in '<cwd>/none'. Name a folder that 'n3ml train', 'n3ml train-ann' or 'n3ml convert' has written. [N3ML_NO_RUN]",
  ],
  ['replay', "Missing required argument 'recording'. 'n3ml replay --help' lists what it takes. [N3ML_BAD_USAGE]"],
  ['replay file --speed -1', "--speed needs a number of at least 0, not '-1'. [N3ML_BAD_FLAG]"],
  ['explain tinny', "Nothing is called 'tinny'. Did you mean 'tiny'? 'n3ml explain' lists what there is. [N3ML_UNKNOWN_NAME]"],
  ['explain model/tinny', "No model 'tinny'. Did you mean 'tiny'? Known: tiny. [N3ML_UNKNOWN_NAME]"],
  [
    'explain models/tiny',
    "Nothing here is of the kind 'models'. Did you mean 'model'? Known: dataset, model, observer. [N3ML_UNKNOWN_NAME]",
  ],
  ['explain tiny --gain -1', "--gain needs a number of at least 0, not '-1'. [N3ML_BAD_FLAG]"],
  ['explain tiny --svg tiny.svg', "There is nothing to plot of model 'tiny'. Leave out --svg. [N3ML_NO_PLOT]"],
  ['kernels tiny', "Model 'tiny' doesn't show its network, so its kernels can't be printed. [N3ML_NO_NETWORK]"],
];

test.each(refusals)('n3ml %s', async (command, message) => {
  const { cwd, run } = await openTerminal();
  await writeFile(join(cwd, 'file'), '');
  const { code, out, err } = await run(command);
  expect(err).toBe(`${message}\n`);
  expect(out).toBe('');
  expect(code).toBe(2);
  expect(await readdir(cwd)).toEqual(['file']);
});

test('a folder that holds a run is refused, finished or not', async () => {
  const { run } = await openTerminal();
  await run('train tiny --out a');
  const { code, err } = await run('train tiny --quiet --out a');
  expect(code).toBe(2);
  expect(err).toBe(
    "'<cwd>/a' holds a finished run of tiny. Go on with it by --resume, replace it by --overwrite, or choose another folder with --out. [N3ML_RUN_EXISTS]\n",
  );
});

test('a damaged run.json is told of', async () => {
  const { cwd, run } = await openTerminal();
  await run('train tiny --out a');
  await writeFile(join(cwd, 'a/run.json'), '{"model": "tiny"}');
  expect((await run('infer a --quiet')).err).toBe(
    "'<cwd>/a/run.json' can't be read: it has no model or no data. Start again with --overwrite. [N3ML_BAD_RUN]\n",
  );
});

test.each([
  [
    'is cut off',
    (bytes: Buffer) => bytes.subarray(0, bytes.length - 1),
    /^'<cwd>\/a\/checkpoint\.safetensors' is cut off: .*\[N3ML_CHECKPOINT_TRUNCATED\]\n$/,
  ],
  [
    'is something else',
    () => Buffer.from('not a checkpoint at all'),
    /^'<cwd>\/a\/checkpoint\.safetensors' is not an n3ml checkpoint: .*\[N3ML_NOT_A_CHECKPOINT\]\n$/,
  ],
  [
    'is of a newer n3ml',
    (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('"version":"1"', '"version":"9"'), 'latin1'),
    /^'<cwd>\/a\/checkpoint\.safetensors' has version 9 .*\[N3ML_CHECKPOINT_VERSION\]\n$/,
  ],
  [
    'is of another model',
    (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('\\"tiny\\"', '\\"tinu\\"'), 'latin1'),
    /^No model 'tinu'\. Did you mean 'tiny'\? .*\[N3ML_UNKNOWN_NAME\]\n$/,
  ],
])('a checkpoint that %s: the folder stays as it is', async (_, damage, message) => {
  const { cwd, run } = await openTerminal();
  await run('train tiny --quiet --out a');
  const file = join(cwd, 'a/checkpoint.safetensors');
  await writeFile(file, damage(await readFile(file)));
  const content = async () =>
    Promise.all((await readdir(join(cwd, 'a'))).map(async (name) => [name, await readFile(join(cwd, 'a', name))]));
  const before = await content();
  for (const command of ['infer a', 'assign a']) {
    const { code, err } = await run(`${command} --quiet`);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  }
  expect(await content()).toEqual(before);
});
