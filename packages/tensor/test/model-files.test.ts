import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeModel, encodeModel, openBackend, tf } from '@n3ml/tensor';
import { loadModel, saveModel } from '@n3ml/tensor/node';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { denseModel, drawWeights, weightsOf } from './tiny-model.ts';

beforeAll(async () => {
  await openBackend({ backend: 'cpu' });
});

const message = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'nothing was thrown',
    (error: Error) => error.message,
  );
const reader = (files: ReadonlyMap<string, Uint8Array>) => async (name: string) => {
  const bytes = files.get(name);
  if (!bytes) throw new Error(`no file ${name}`);
  return bytes;
};
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const bytesOf = (json: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(json));

/** Every kind of layer that the networks of this project have. */
const convolutional = (): tf.LayersModel => {
  const input = tf.input({ name: 'input', shape: [6, 6, 2] });
  const conv = tf.layers.conv2d({ name: 'conv', filters: 3, kernelSize: 3, padding: 'same', useBias: false }).apply(input);
  const norm = tf.layers.batchNormalization({ name: 'norm' }).apply(conv);
  const relu = tf.layers.reLU({ name: 'relu' }).apply(norm) as tf.SymbolicTensor;
  const side = tf.layers.depthwiseConv2d({ name: 'side', kernelSize: 1 }).apply(relu) as tf.SymbolicTensor;
  const sum = tf.layers.add({ name: 'add' }).apply([relu, side]) as tf.SymbolicTensor;
  const pool = tf.layers.averagePooling2d({ name: 'pool', poolSize: 2 }).apply(tf.layers.dropout({ name: 'drop', rate: 0.5 }).apply(sum));
  const output = tf.layers.dense({ name: 'output', units: 4 }).apply(tf.layers.flatten({ name: 'flatten' }).apply(pool));
  return drawWeights(tf.model({ name: 'convolutional', inputs: input, outputs: output as tf.SymbolicTensor }), 5);
};

describe('encodeModel and decodeModel', () => {
  it('give the same network back, with what was said of it', async () => {
    for (const model of [denseModel(), convolutional()]) {
      const metadata = { accuracy: 0.991, data: 'mnist' };
      const loaded = await decodeModel(reader(await encodeModel(model, metadata)), 'memory');
      expect(loaded.metadata).toEqual(metadata);
      expect(weightsOf(loaded.model)).toEqual(weightsOf(model));
      const x = tf.randomNormal([3, ...(model.inputs[0]!.shape.slice(1) as number[])], 0, 1, 'float32', 4);
      const run = (net: tf.LayersModel) => [...(net.predict(x) as tf.Tensor).dataSync()];
      expect(run(loaded.model)).toEqual(run(model));
    }
  });

  it('give equal files for equal networks, and a name of its own to every set of weights', async () => {
    const [one, same, other] = await Promise.all([encodeModel(denseModel(1)), encodeModel(denseModel(1)), encodeModel(denseModel(2))]);
    expect(one).toEqual(same);
    expect([...one.keys()][0]).toMatch(/^weights-[0-9a-f]{16}\.bin$/);
    expect([...one.keys()][0]).not.toBe([...other.keys()][0]);
  });

  it('leak no tensor but the weights of the network that was loaded', async () => {
    const files = await encodeModel(denseModel());
    const before = tf.memory().numTensors;
    const { model } = await decodeModel(reader(files), 'memory');
    expect(tf.memory().numTensors - before).toBe(model.weights.length);
  });
});

/** A network as the converter writes it: two groups, shards cut in the middle of a number, quantized weights. */
function converted(): Map<string, Uint8Array> {
  const topology = {
    keras_version: '2.15.0',
    backend: 'tensorflow',
    model_config: {
      class_name: 'Sequential',
      config: {
        name: 'converted',
        layers: [
          {
            class_name: 'Dense',
            config: {
              name: 'a',
              trainable: true,
              batch_input_shape: [null, 2],
              dtype: 'float32',
              units: 3,
              activation: 'relu',
              use_bias: true,
            },
          },
          {
            class_name: 'Dense',
            config: { name: 'b', trainable: true, dtype: 'float32', units: 2, activation: 'linear', use_bias: false },
          },
        ],
      },
    },
  };
  const kernel = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);
  // 1, -2 and 0.5 as halves.
  const bias = new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x3800).buffer);
  return new Map([
    [
      'model.json',
      bytesOf({
        format: 'layers-model',
        generatedBy: 'keras v2.15.0',
        convertedBy: 'TensorFlow.js Converter v4.22.0',
        modelTopology: topology,
        weightsManifest: [
          {
            paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'],
            weights: [
              { name: 'a/kernel', shape: [2, 3], dtype: 'float32' },
              { name: 'a/bias', shape: [3], dtype: 'float32', quantization: { dtype: 'float16', original_dtype: 'float32' } },
            ],
          },
          {
            paths: ['group2-shard1of1.bin'],
            weights: [
              {
                name: 'b/kernel',
                shape: [3, 2],
                dtype: 'float32',
                quantization: { dtype: 'uint8', scale: 0.5, min: -1, original_dtype: 'float32' },
              },
            ],
          },
        ],
      }),
    ],
    ['group1-shard1of2.bin', kernel.subarray(0, 10)],
    ['group1-shard2of2.bin', Uint8Array.of(...kernel.subarray(10), ...bias)],
    ['group2-shard1of1.bin', Uint8Array.of(0, 1, 2, 3, 4, 5)],
  ]);
}

describe('decodeModel', () => {
  it('reads shards and quantized weights of the converter', async () => {
    const { model, metadata } = await decodeModel(reader(converted()), 'memory');
    expect(metadata).toEqual({});
    expect(weightsOf(model)).toEqual({
      'a/kernel': [1, 2, 3, 4, 5, 6],
      'a/bias': [1, -2, 0.5],
      'b/kernel': [-1, -0.5, 0, 0.5, 1, 1.5],
    });
  });

  const changed = (change: (json: Record<string, never>) => unknown): ReadonlyMap<string, Uint8Array> => {
    const files = converted();
    const json = JSON.parse(text(files.get('model.json')));
    change(json);
    return files.set('model.json', bytesOf(json));
  };
  const refusal = (files: ReadonlyMap<string, Uint8Array>) => message(decodeModel(reader(files), "'net'"));

  it('executes nothing and names what it does not know', async () => {
    const named = (className: string) =>
      changed((json: { modelTopology?: { model_config: { config: { layers: { class_name: string }[] } } } }) => {
        json.modelTopology!.model_config.config.layers[1]!.class_name = className;
      });
    expect(await refusal(named('Lambda'))).toMatchInlineSnapshot(
      `"Layer 'b' of 'net' is of the class 'Lambda', which is not known. A Lambda layer holds code, and loading a network executes none. Build it without that layer. [N3ML_UNKNOWN_LAYER]"`,
    );
    expect(await refusal(named('Dens'))).toMatchInlineSnapshot(
      `"Layer 'b' of 'net' is of the class 'Dens', which is not known. Did you mean 'Dense'? Register it with tf.serialization.registerClass, or build the network without it. [N3ML_UNKNOWN_LAYER]"`,
    );
    expect(await refusal(named('AcmeLayer'))).toMatchInlineSnapshot(
      `"Layer 'b' of 'net' is of the class 'AcmeLayer', which is not known. Register it with tf.serialization.registerClass, or build the network without it. [N3ML_UNKNOWN_LAYER]"`,
    );
    expect(await refusal(named('constructor'))).toMatch(/N3ML_UNKNOWN_LAYER/);
  });

  it('says what is wrong with the files', async () => {
    expect(await refusal(new Map([['model.json', Uint8Array.of(1, 2, 3)]]))).toMatchInlineSnapshot(
      `"'net' is not a network of TensorFlow.js: it has no model topology. Give the folder of a network in the layers format. [N3ML_NOT_A_MODEL]"`,
    );
    expect(await refusal(changed((json) => Object.assign(json, { format: 'graph-model' })))).toMatchInlineSnapshot(
      `"'net' is a graph model of TensorFlow.js, whose layers are gone. Convert the original with --output_format tfjs_layers_model. [N3ML_NOT_A_MODEL]"`,
    );
    expect(await refusal(changed((json) => Object.assign(json, { weightsManifest: null })))).toMatchInlineSnapshot(
      `"'net' is damaged: model.json has no list of weights. Copy it again, or save the network anew. [N3ML_MODEL_DAMAGED]"`,
    );
    const short = converted().set('group2-shard1of1.bin', Uint8Array.of(0, 1));
    expect(await refusal(short)).toMatchInlineSnapshot(
      `"'net' is damaged: its weights take 6 bytes, but the files have 2. Copy it again, or save the network anew. [N3ML_MODEL_DAMAGED]"`,
    );
    const escaping = changed((json: { weightsManifest?: { paths: string[] }[] }) => {
      json.weightsManifest![1]!.paths = ['../secret.bin'];
    });
    expect(await refusal(escaping)).toMatchInlineSnapshot(
      `"'net' is damaged: it names the weights file "../secret.bin", which is not a file beside model.json. Copy it again, or save the network anew. [N3ML_MODEL_DAMAGED]"`,
    );
    const renamed = changed((json: { weightsManifest?: { weights: { name: string }[] }[] }) => {
      json.weightsManifest![1]!.weights[0]!.name = 'c/kernel';
    });
    expect(await refusal(renamed)).toMatch(/N3ML_MODEL_DAMAGED/);
    const strange = changed((json: { weightsManifest?: { weights: { dtype: string }[] }[] }) => {
      json.weightsManifest![0]!.weights[0]!.dtype = 'complex64';
    });
    expect(await refusal(strange)).toMatchInlineSnapshot(
      `"Weight 'a/kernel' of 'net' has type complex64, which can't be read. Save the network with float32 weights, or quantized to float16, uint8 or uint16. [N3ML_MODEL_DAMAGED]"`,
    );
  });
});

describe('saveModel and loadModel', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'n3ml-model-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('save into a new folder and load from it', async () => {
    const path = join(folder, 'deep', 'net');
    await saveModel(path, denseModel(), { accuracy: 0.5 });
    const { model, metadata } = await loadModel(path);
    expect(metadata).toEqual({ accuracy: 0.5 });
    expect(weightsOf(model)).toEqual(weightsOf(denseModel()));
  });

  it('replace an older network as a whole, and keep what is not theirs', async () => {
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await saveModel(folder, denseModel(1));
    const first = await readdir(folder);
    await saveModel(folder, denseModel(2));
    const second = await readdir(folder);
    expect(second.length).toBe(3);
    expect(second).toContain('notes.txt');
    expect(second.filter((name) => first.includes(name)).sort()).toEqual(['model.json', 'notes.txt']);
    expect(weightsOf((await loadModel(folder)).model)).toEqual(weightsOf(denseModel(2)));
  });

  it('leave the older network whole where the new one can not be written', async () => {
    await saveModel(folder, denseModel(1));
    const before = await readFile(join(folder, 'model.json'), 'utf8');
    const weights = [...(await encodeModel(denseModel(2))).keys()][0]!;
    await mkdir(join(folder, weights));
    expect(await message(saveModel(folder, denseModel(2)))).toMatch(/N3ML_CANNOT_WRITE/);
    expect(await readFile(join(folder, 'model.json'), 'utf8')).toBe(before);
    expect(weightsOf((await loadModel(folder)).model)).toEqual(weightsOf(denseModel(1)));
  });

  it('say which file is missing', async () => {
    expect((await message(loadModel(folder))).replace(folder, '')).toMatchInlineSnapshot(
      `"Can't read '/model.json': it is not there. Give the folder of a saved network. [N3ML_CANNOT_READ]"`,
    );
    await saveModel(folder, denseModel(1));
    const weights = (await readdir(folder)).find((name) => name.endsWith('.bin'))!;
    await rm(join(folder, weights));
    expect((await message(loadModel(folder))).replace(folder, '')).toMatch(/weights-.*N3ML_CANNOT_READ/);
  });
});
