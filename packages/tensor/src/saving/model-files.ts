import { N3mlError } from '@n3ml/core';
import * as tf from '../tf.ts';
import { checkTopology } from './check-topology.ts';
import { readManifest } from './weights-manifest.ts';

/** The file that names the others. */
export const MODEL_FILE = 'model.json';

/** A saved network: the bytes of its files by their names. `model.json` refers to the others. */
export type ModelFiles = ReadonlyMap<string, Uint8Array>;

/** What a network is saved with, for whoever loads it: JSON, such as the data it was trained on and its accuracy. */
export type ModelMetadata = Readonly<Record<string, unknown>>;

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * A network in the layers format of TensorFlow.js: `model.json` with the topology and the list of weights, and one file of weights. Its name holds a hash of what is in it,
 * so that a newer network can be written beside an older one and takes its place when `model.json` does.
 *
 * @example const files = await encodeModel(model, { accuracy: 0.991 });
 */
export async function encodeModel(model: tf.LayersModel, metadata?: ModelMetadata): Promise<ModelFiles> {
  const files = new Map<string, Uint8Array>();
  const save = async ({ modelTopology, weightData, weightSpecs, format, generatedBy }: tf.io.ModelArtifacts): Promise<tf.io.SaveResult> => {
    const weights = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
    const path = `weights-${await hashOf(weights)}.bin`;
    const json = {
      format,
      generatedBy,
      convertedBy: null,
      modelTopology,
      weightsManifest: [{ paths: [path], weights: weightSpecs }],
      ...(metadata && { userDefinedMetadata: metadata }),
    };
    files.set(path, weights);
    files.set(MODEL_FILE, new TextEncoder().encode(JSON.stringify(json)));
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  };
  await model.save({ save });
  return files;
}

/** A network that was loaded. */
export interface LoadedModel {
  readonly model: tf.LayersModel;
  /** What it was saved with; empty where it was saved without. */
  readonly metadata: ModelMetadata;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readJson(bytes: Uint8Array, source: string): Readonly<Record<string, unknown>> {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (isRecord(json) && isRecord(json.modelTopology)) return json;
  } catch {
    // Not JSON: said below.
  }
  throw new N3mlError(
    'N3ML_NOT_A_MODEL',
    `${source} is not a network of TensorFlow.js: it has no model topology. Give the folder of a network in the layers format.`,
    { details: { source } },
  );
}

/**
 * Reads what {@link encodeModel}, `model.save` of TensorFlow.js or `tensorflowjs_converter` (layers format; any number of shards, quantized or not) wrote. Nothing is
 * executed: layers are made by the names of their classes, which have to be known.
 *
 * @param read gives the bytes of a file by its name
 * @param source where the files come from, for messages: a path
 * @throws N3mlError N3ML_NOT_A_MODEL, N3ML_UNKNOWN_LAYER, N3ML_MODEL_DAMAGED, and what `read` throws
 */
export async function decodeModel(read: (file: string) => Promise<Uint8Array>, source: string): Promise<LoadedModel> {
  const json = readJson(await read(MODEL_FILE), source);
  if (json.format === 'graph-model') {
    throw new N3mlError(
      'N3ML_NOT_A_MODEL',
      `${source} is a graph model of TensorFlow.js, whose layers are gone. Convert the original with --output_format tfjs_layers_model.`,
      { details: { source } },
    );
  }
  checkTopology(json.modelTopology, source);
  const { specs, data } = await readManifest(json.weightsManifest, read, source);
  const artifacts = { modelTopology: json.modelTopology as object, weightSpecs: specs, weightData: data };
  try {
    const model = await tf.loadLayersModel({ load: async () => artifacts });
    return { model, metadata: isRecord(json.userDefinedMetadata) ? json.userDefinedMetadata : {} };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new N3mlError('N3ML_MODEL_DAMAGED', `${source} can't be loaded: ${reason}`, { details: { source }, cause });
  }
}
