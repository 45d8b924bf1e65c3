import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import conversion, { convert, toCheckpoint } from '@n3ml/conversion';
import { createRegistry, type Dataset, type Encoder, type Plugin } from '@n3ml/core';
import { writeCheckpoint } from '@n3ml/core/node';
import encoders, { bernoulli } from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import observers from '@n3ml/observers';
import tensor from '@n3ml/tensor';
import { beforeEach, expect, test } from 'vitest';
import { writeRecord } from '../src/cli/run-record.ts';
import { openTerminal } from './support/terminal.ts';
import { tinyPlugin } from './support/tiny-plugin.ts';
import { watch } from './support/watch.ts';

/** A dataset of another shape. No table declares it, as none declares what a config's plugins provide. */
const wide = {
  name: 'wide',
  version: '1.0.0',
  api: 1,
  provides: {
    dataset: {
      wide: (): Dataset => {
        const set = { count: 2, shape: [2], values: new Uint8Array(4), labels: new Uint8Array(2) };
        return { name: 'wide', synthetic: true, classes: ['0', '1'], train: set, test: set };
      },
    },
  },
} as Plugin;

const plugins = {
  createRegistry: () => createRegistry().use(engine, neurons, encoders, tensor, conversion, observers, tinyPlugin, wide),
};

/** An encoder that interrupts the run at its third sample. */
const interrupting = (interruption: AbortController): Plugin => {
  let samples = 0;
  const encode: Encoder['encode'] = (...given) => {
    samples++;
    if (samples === 3) interruption.abort('SIGINT');
    bernoulli().encode(...given);
  };
  return { name: 'interrupting', version: '1.0.0', api: 1, provides: { encoder: { bernoulli: () => ({ encode }) } } };
};

/** Tells the bit 1/255 from 0: two units pass it on and its half, the second output has a bias of 1/4. A sample is one byte. */
const bits = (encoding: 'current' | 'bernoulli') =>
  convert(
    {
      input: [1],
      layers: [
        {
          name: 'hidden',
          kind: 'relu',
          shape: [2],
          inputs: [{ from: 'input', synapses: { op: 'dense', weights: Float32Array.of(255, 127.5) } }],
        },
        {
          name: 'output',
          kind: 'output',
          shape: [2],
          inputs: [{ from: 'hidden', synapses: { op: 'dense', weights: Float32Array.of(0, 1, 0, 0) } }],
          bias: Float32Array.of(0.25, 0),
        },
      ],
    },
    { lambdas: { hidden: Float32Array.of(0.75), output: Float32Array.of(1) } },
    { encoding },
  );

let terminal: Awaited<ReturnType<typeof openTerminal>>;
const run = (command: string) => terminal.run(command, plugins);

beforeEach(async () => {
  terminal = await openTerminal();
  const folder = join(terminal.cwd, 'snn');
  await mkdir(folder);
  await writeCheckpoint(join(folder, 'checkpoint.safetensors'), toCheckpoint(bits('current'), { ann: { name: 'bits', accuracy: 1 } }));
  await writeRecord(folder, {
    n3ml: '0.0.0',
    command: 'convert',
    model: 'converted',
    options: {},
    data: { name: 'synthetic-bits', options: {} },
    samples: 12,
    finished: true,
    results: {},
  });
});

test('prints tables and findings, and writes both files', async () => {
  const { code, out, err } = await run('doctor snn --steps 20 --quiet --backend cpu');
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "Layers against the ANN, over 6 samples and 20 steps. Threshold: lambda over the lambda before. Clipped: activations of the ANN above lambda. Rate: spikes per neuron and step. Silent: neurons that never spiked. Correlation and error: lambda times the rate against the activation.

    layer   neurons  lambda  threshold  clipped   rate  silent  correlation   error
    hidden        2    0.75       0.75  50.00 %  0.413  0.00 %        0.989  0.0656
    output        2       1       1.33   0.00 %  0.313  0.00 %        0.994  0.0625

    Accuracy over 6 samples; spikes, synaptic operations and energy per sample over 6:

    steps  accuracy  silent outputs  spikes  operations   energy
    1      100.00 %        100.00 %     0.5           1  10.1 pJ
    2      100.00 %         50.00 %       2           3  11.9 pJ
    5      100.00 %          0.00 %     6.5           8  16.4 pJ
    10     100.00 %          0.00 %    13.5          16  23.6 pJ
    20     100.00 %          0.00 %      29          33  38.9 pJ

    ANN: 100.00 %, 6 multiply-accumulates, 27.6 pJ per sample.
    Within one point of it: 1 step.
    Energy counts arithmetic alone, as 32-bit floats in a 45 nm process: 0.9 pJ for the addition at each synapse that a spike reaches, 4.6 pJ for each multiply-accumulate (M. Horowitz, ISSCC 2014). Memory access, which often costs more, and the update of membranes are left out. A constant input current is multiplied once per sample.

    Findings:
    - hidden: 50.0 % of its activations are clipped, for they are above lambda. Balance with the maximum, or a higher percentile.
    "
  `);
  const diagnosis = JSON.parse(await readFile(join(terminal.cwd, 'snn/doctor.json'), 'utf8'));
  expect(diagnosis).toMatchObject({ data: { samples: 6 }, ann: { accuracy: 1 }, layers: [{ clipped: 0.5 }, {}] });
  const page = await readFile(join(terminal.cwd, 'snn/doctor.html'), 'utf8');
  for (const part of ['SYNTHETIC DATA', 'ANN 100.00 %', 'class="histogram"', 'hidden: 50.0 % of its activations are clipped', '45 nm']) {
    expect(page).toContain(part);
  }
});

test('--dashboard shows it; stopped from there, it writes nothing', async () => {
  const onErr = async (text: string): Promise<void> => {
    const url = /^Dashboard: (\S+)\n$/.exec(text)?.[1];
    if (url === undefined) return;
    const page = await watch(url);
    await page.until('running');
    page.send({ type: 'stop' });
  };
  const { code, out, err } = await terminal.run('doctor snn --steps 20000 --quiet --dashboard 0 --backend cpu', { ...plugins, onErr });
  expect([code, out]).toEqual([130, '']);
  expect(err).toMatch(/^Dashboard: \S+\nInterrupted\.\n$/);
  expect(await readdir(join(terminal.cwd, 'snn'))).toEqual(['checkpoint.safetensors', 'run.json']);
});

test('tells of accuracy over steps and rates while it measures', async () => {
  const { lines } = await run('doctor snn --steps 5 --json --quiet --backend cpu');
  const metrics = lines().filter(({ type }) => type === 'metric');
  expect(metrics.map(({ name }) => name)).toEqual([
    'accuracy',
    'accuracy/1',
    'accuracy/2',
    'accuracy/5',
    'rate/input',
    'rate/hidden',
    'rate/output',
  ]);
});

test('--json ends in the diagnosis', async () => {
  const { code, lines } = await run('doctor snn --steps 5 --samples 4 --json --quiet --backend cpu');
  expect(code).toBe(0);
  const { type, ...diagnosis } = lines().at(-1)!;
  expect(type).toBe('diagnosis');
  expect(diagnosis).toEqual(JSON.parse(await readFile(join(terminal.cwd, 'snn/doctor.json'), 'utf8')));
  expect(lines().filter((line) => line.type === 'sample:end')).toHaveLength(4);
});

test('bad input: told in a sentence, and nothing is written', async () => {
  await terminal.run('train tiny --out trained --quiet', plugins);
  const before = await readdir(join(terminal.cwd, 'snn'));
  const messages: string[] = [];
  for (const command of [
    'doctor trained',
    'doctor nowhere',
    'doctor snn --steps 0',
    'doctor snn --samples 7',
    'doctor snn --data iris',
    'doctor snn --step 5',
    'doctor --steps 5',
  ]) {
    const { code, err } = await run(`${command} --quiet --backend cpu`);
    expect(code).toBe(2);
    messages.push(err);
  }
  expect(messages).toMatchInlineSnapshot(`
    [
      "The run in '<cwd>/trained' is of 'tiny', which was not converted from another network. Name a folder that 'n3ml convert' has written. [N3ML_NOT_CONVERTED]
    ",
      "There is no run in '<cwd>/nowhere'. Name a folder that 'n3ml train', 'n3ml train-ann' or 'n3ml convert' has written. [N3ML_NO_RUN]
    ",
      "--steps needs a whole number of at least 1, not '0'. [N3ML_BAD_FLAG]
    ",
      "--samples 7 is more than the 6 test samples of 'synthetic-bits'. Ask for at most 6. [N3ML_BAD_FLAG]
    ",
      "No dataset 'iris'. Known: synthetic-bits, wide. [N3ML_UNKNOWN_NAME]
    ",
      "Unknown option '--step'. Did you mean --steps? 'n3ml doctor --help' lists what it takes. [N3ML_BAD_USAGE]
    ",
      "Missing required argument 'run'. 'n3ml doctor --help' lists what it takes. [N3ML_BAD_USAGE]
    ",
    ]
  `);
  expect(await readdir(join(terminal.cwd, 'snn'))).toEqual(before);
});

test('data of another shape', async () => {
  const shifted = await run('doctor snn --data wide --quiet --backend cpu');
  expect(shifted).toMatchObject({
    code: 2,
    err: expect.stringContaining('trained on samples of shape [1], but those of the data have shape [2]'),
  });
});

test('an interruption in the middle leaves no diagnosis', async () => {
  await writeCheckpoint(join(terminal.cwd, 'snn/checkpoint.safetensors'), toCheckpoint(bits('bernoulli')));
  const interruption = new AbortController();
  const stopped = await terminal.run('doctor snn --json --backend cpu', {
    createRegistry: () => createRegistry().use(engine, neurons, interrupting(interruption), tensor, conversion, observers, tinyPlugin),
    interruption,
  });
  expect(stopped).toMatchObject({ code: 130, err: expect.stringContaining('Interrupted.') });
  expect(stopped.lines()).toContainEqual(expect.objectContaining({ type: 'run:start', verb: 'doctor' }));
  expect(await readdir(join(terminal.cwd, 'snn'))).not.toContain('doctor.json');
});

test('the diagnosis goes with the run that it is of', async () => {
  await run('doctor snn --steps 5 --quiet --backend cpu');
  await run('train tiny --overwrite --out snn --quiet');
  const files = await readdir(join(terminal.cwd, 'snn'));
  expect(files.filter((name) => name.startsWith('doctor'))).toEqual([]);
});
