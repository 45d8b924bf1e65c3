import { N3mlError } from '@n3ml/core';
import type * as tf from '../tf.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Bytes of one stored value, by its type. */
const BYTES: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, float16: 2, uint8: 1, uint16: 2 };

const damaged = (source: string, why: string): N3mlError =>
  new N3mlError('N3ML_MODEL_DAMAGED', `${source} is damaged: ${why}. Copy it again, or save the network anew.`, { details: { source } });

/** Bytes that a weight takes in its file. */
function bytesOf(spec: unknown, source: string): number {
  if (!isRecord(spec) || typeof spec.name !== 'string' || !Array.isArray(spec.shape))
    throw damaged(source, 'a weight has no name or no shape');
  const quantization = isRecord(spec.quantization) ? spec.quantization : undefined;
  const type = String(quantization?.dtype ?? spec.dtype);
  const bytes = BYTES[type];
  if (bytes === undefined) {
    throw new N3mlError(
      'N3ML_MODEL_DAMAGED',
      `Weight '${spec.name}' of ${source} has type ${type}, which can't be read. Save the network with float32 weights, or quantized to float16, uint8 or uint16.`,
      { details: { source, weight: spec.name, type } },
    );
  }
  return spec.shape.reduce((product: number, length: unknown) => product * Number(length), bytes);
}

/** A file of a manifest, which has to lie beside `model.json`. */
function fileName(path: unknown, source: string): string {
  if (typeof path === 'string' && /^[^/\\]+$/.test(path) && path !== '..' && path !== '.') return path;
  throw damaged(source, `it names the weights file ${JSON.stringify(path)}, which is not a file beside model.json`);
}

async function readGroup(
  group: Readonly<Record<string, unknown>>,
  read: (file: string) => Promise<Uint8Array>,
  source: string,
): Promise<Uint8Array> {
  const shards = await Promise.all((group.paths as readonly unknown[]).map((path) => read(fileName(path, source))));
  const length = shards.reduce((sum, shard) => sum + shard.length, 0);
  const expected = (group.weights as readonly unknown[]).reduce((sum: number, spec) => sum + bytesOf(spec, source), 0);
  if (length !== expected) throw damaged(source, `its weights take ${expected} bytes, but the files have ${length}`);
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const shard of shards) {
    joined.set(shard, offset);
    offset += shard.length;
  }
  return joined;
}

/**
 * The weights of a network: what they are, and their bytes. A group of weights lies in one or more files (shards), cut anywhere.
 *
 * @throws N3mlError N3ML_MODEL_DAMAGED, and what `read` throws
 */
export async function readManifest(
  manifest: unknown,
  read: (file: string) => Promise<Uint8Array>,
  source: string,
): Promise<{ readonly specs: tf.io.WeightsManifestEntry[]; readonly data: ArrayBuffer[] }> {
  if (!Array.isArray(manifest)) throw damaged(source, 'model.json has no list of weights');
  const specs: tf.io.WeightsManifestEntry[] = [];
  const data: ArrayBuffer[] = [];
  for (const group of manifest as readonly unknown[]) {
    if (!isRecord(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights)) {
      throw damaged(source, 'its list of weights has a group without paths or weights');
    }
    const bytes = await readGroup(group, read, source);
    data.push(bytes.slice().buffer as ArrayBuffer);
    specs.push(...(group.weights as tf.io.WeightsManifestEntry[]));
  }
  return { specs, data };
}
