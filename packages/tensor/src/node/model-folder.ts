import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { N3mlError } from '@n3ml/core';
import { writeFileAtomic } from '@n3ml/core/node';
import { decodeModel, encodeModel, type LoadedModel, MODEL_FILE, type ModelMetadata } from '../saving/model-files.ts';
import type * as tf from '../tf.ts';

/** The weights files that {@link saveModel} writes. */
const OWN_WEIGHTS = /^weights-[0-9a-f]{16}\.bin$/;

/**
 * Saves a network into a folder, in the layers format of TensorFlow.js. Whatever happens, the folder then holds either the old network or the whole new one: the weights
 * are written under a new name, `model.json` takes the place of the old one at once, and only then the old weights go.
 *
 * @param metadata JSON that `loadModel` gives back, such as the data it was trained on and its accuracy
 * @throws N3mlError N3ML_CANNOT_WRITE
 * @example await saveModel('mnist-network', model, { accuracy: 0.991 });
 */
export async function saveModel(folder: string, model: tf.LayersModel, metadata?: ModelMetadata): Promise<void> {
  const files = await encodeModel(model, metadata);
  await mkdir(folder, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new N3mlError('N3ML_CANNOT_WRITE', `Can't make the folder '${folder}': ${cause.message}. Choose another path.`, {
      details: { path: folder, code: cause.code },
      cause,
    });
  });
  // model.json is the last of the files.
  for (const [name, bytes] of files) await writeFileAtomic(join(folder, name), bytes);
  for (const name of await readdir(folder)) {
    if (OWN_WEIGHTS.test(name) && !files.has(name)) await rm(join(folder, name), { force: true });
  }
}

/**
 * Loads a network from a folder: what {@link saveModel}, TensorFlow.js or `tensorflowjs_converter` (layers format) wrote. Nothing is executed.
 *
 * @throws N3mlError N3ML_CANNOT_READ, N3ML_NOT_A_MODEL, N3ML_UNKNOWN_LAYER, N3ML_MODEL_DAMAGED
 * @example const { model, metadata } = await loadModel('mnist-network');
 */
export async function loadModel(folder: string): Promise<LoadedModel> {
  const read = (name: string): Promise<Uint8Array> =>
    readFile(join(folder, name)).catch((cause: NodeJS.ErrnoException) => {
      const missing = cause.code === 'ENOENT' || cause.code === 'ENOTDIR';
      const remedy = name === MODEL_FILE ? 'Give the folder of a saved network.' : 'Copy the whole folder again.';
      throw new N3mlError(
        'N3ML_CANNOT_READ',
        `Can't read '${join(folder, name)}': ${missing ? 'it is not there' : cause.message}. ${remedy}`,
        {
          details: { path: join(folder, name), code: cause.code },
          cause,
        },
      );
    });
  return decodeModel(read, `'${folder}'`);
}
