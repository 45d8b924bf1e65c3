import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tf } from '@n3ml/tensor';
import { saveModel } from '@n3ml/tensor/node';
import { beforeAll, describe, expect, test } from 'vitest';
import { createN3ml } from '../src/index.ts';
import { openTerminal } from './support/terminal.ts';

const digits = '--data synthetic --synthetic-digits.train 300 --synthetic-digits.test 40';
const preset = { createRegistry: createN3ml };

describe('train-ann, convert, infer', () => {
  let terminal: Awaited<ReturnType<typeof openTerminal>>;
  const run = (command: string) => terminal.run(command, preset);
  beforeAll(async () => {
    terminal = await openTerminal();
    const trained = await run(`train-ann diehl-2015 ${digits} --epochs 1 --out ann --quiet`);
    expect(trained).toMatchObject({ code: 0, err: '' });
    expect(trained.out).toMatch(
      /^Trained diehl-2015 on 300 samples of synthetic-digits \(synthetic data\)\.\nAccuracy .* on the 30 of them that were held out\.\n$/,
    );
  });

  test('a run of an ANN is measured, converted, and runs with spikes the same in both ways', async () => {
    expect((await run('infer ann --quiet')).out).toMatch(/^Accuracy .* on 40 test samples/);
    const converted = await run('convert ann --out snn');
    expect(converted.code).toBe(0);
    expect(converted.out).toBe('Converted diehl-2015, balanced by activation on 300 samples of synthetic-digits (synthetic data).\n');
    expect(converted.err).toMatch(/layer {8}neurons {2}lambda.*\nconv1 {3}24 x 24 x 12 .*\n(.*\n){4}Next: npx n3ml infer snn --steps 50/);
    const [events, dense, threads] = [
      await run('infer snn --steps 15 --samples 20 --json --quiet'),
      await run('infer snn --steps 15 --samples 20 --run dense --batch 7 --json --quiet'),
      await run('infer snn --steps 15 --samples 20 --workers 2 --json --quiet'),
    ].map(({ code, lines }) => {
      expect(code).toBe(0);
      return lines().filter(({ type }) => type === 'sample:end');
    });
    expect(events).toHaveLength(20);
    expect(dense).toEqual(events);
    expect(threads).toEqual(events);
  });

  test('the record of a conversion says where it came from', async () => {
    await run('convert ann --balance channel --percentile 99 --reset-by zero --out by-channel --quiet');
    const record = JSON.parse(await readFile(join(terminal.cwd, 'by-channel', 'run.json'), 'utf8'));
    expect(record).toMatchObject({
      command: 'convert',
      model: 'converted',
      options: { balance: 'channel', percentile: 99, resetBy: 'zero', encoding: 'bernoulli' },
      data: { name: 'synthetic-digits' },
      finished: true,
    });
  });

  test('a network in the format of TensorFlow.js is converted', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.inputLayer({ inputShape: [28, 28, 1] }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 12, activation: 'relu' }),
        tf.layers.dense({ units: 10 }),
      ],
    });
    await saveModel(join(terminal.cwd, 'mine'), model);
    model.dispose();
    expect(await run(`convert mine ${digits} --encoding current --out mine-snn --quiet`)).toMatchObject({ code: 0, err: '' });
    expect((await run('infer mine-snn --samples 5 --quiet')).code).toBe(0);
  });

  test('what can’t be converted leaves no folder', async () => {
    const model = tf.sequential({
      layers: [tf.layers.inputLayer({ inputShape: [28, 28, 1] }), tf.layers.flatten(), tf.layers.dense({ units: 10, activation: 'tanh' })],
    });
    await saveModel(join(terminal.cwd, 'tanh'), model);
    model.dispose();
    await mkdir(join(terminal.cwd, 'empty'), { recursive: true });
    await writeFile(join(terminal.cwd, 'short.safetensors'), 'short');
    const before = await readdir(terminal.cwd);
    const messages = [];
    for (const command of [
      `convert tanh ${digits} --out no`,
      'convert empty --out no',
      'convert nowhere --out no',
      'convert diehl-2015 --weights missing.safetensors --out no',
      'convert diehl-2015 --weights short.safetensors --out no',
      'convert vgg17 --weights short.safetensors --out no',
      'convert ann --balance best --out no',
      'convert ann --backend abacus --out no',
      'convert ann --initial-potential 1 --out no',
      'convert ann --samples 301 --out no',
      'convert by-channel --out no',
      'infer snn --steps 0',
      'infer snn --data iris',
      'train converted',
    ]) {
      const { code, err } = await run(`${command} --quiet`);
      expect(code, command).toBe(2);
      messages.push(err);
    }
    expect(await readdir(terminal.cwd)).toEqual(before);
    expect(messages.join('')).toMatchInlineSnapshot(`
      "Can't convert layer 'dense_Dense3' (Dense, 3rd of 3), after 'flatten_Flatten2': its activation is 'tanh', and the rate of an integrate-and-fire neuron follows ReLU. Train the model with 'relu'. [N3ML_UNSUPPORTED_ACTIVATION]
      There is no network in 'empty'. Give a folder that 'n3ml train-ann' has written, one with the model.json of TensorFlow.js, or a name (diehl-2015, resnet20, vgg, vgg16) with --weights. [N3ML_NO_ANN]
      There is no network in 'nowhere'. Give a folder that 'n3ml train-ann' has written, one with the model.json of TensorFlow.js, or a name (diehl-2015, resnet20, vgg, vgg16) with --weights. [N3ML_NO_ANN]
      Can't read '<cwd>/missing.safetensors': ENOENT: no such file or directory, open '<cwd>/missing.safetensors'. Give a file of safetensors. [N3ML_CANNOT_READ]
      <cwd>/short.safetensors is cut off: it has 5 bytes of at least 8. Copy it again. [N3ML_SAFETENSORS_TRUNCATED]
      --weights needs the network that they are of, not 'vgg17'. Did you mean 'vgg16'? Known: diehl-2015, resnet20, vgg, vgg16. [N3ML_BAD_USAGE]
      No balancer 'best'. Known: activation, channel, n3ml, spike-norm. [N3ML_UNKNOWN_NAME]
      No backend 'abacus'. Known: cpu, tfjs-node, tfjs-node-gpu, wasm. [N3ML_UNKNOWN_NAME]
      Option 'initialPotential' of convert is 1, the threshold itself; give a number below 1. [N3ML_BAD_OPTION]
      --samples 301 is more than the 300 training samples of 'synthetic-digits'. Ask for at most 300. [N3ML_BAD_FLAG]
      The run in '<cwd>/by-channel' is of 'converted', which is no network without spikes. Train one: npx n3ml train-ann <ann> --out <folder>. [N3ML_NO_ANN]
      --steps needs a whole number of at least 1, not '0'. [N3ML_BAD_FLAG]
      The network was trained on samples of shape [28, 28, 1], but those of the data have shape [4]. Use the dataset that it was trained on. [N3ML_SHAPE_MISMATCH]
      Model 'converted' is not trained: its network comes from elsewhere. Choose another one. [N3ML_NOT_TRAINABLE]
      "
    `);
  });
});
