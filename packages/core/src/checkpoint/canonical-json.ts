import type { Json } from '../contracts/checkpoint.ts';
import { N3mlError } from '../errors.ts';

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};

/**
 * JSON with the keys of every record sorted, so that equal values give equal text. A field that is undefined is left out.
 *
 * @param where the place of `value`, for messages
 * @throws N3mlError N3ML_NOT_JSON for what JSON would lose without a word: NaN, Infinity, typed arrays, functions, class instances
 */
export function canonicalJson(value: Json, where: string): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Json, k) => canonicalJson(item, `${where}[${k}]`)).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field, `${where}.${key}`)}`).join(',')}}`;
  }
  const what = typeof value === 'object' ? `a ${value.constructor.name}` : String(value);
  throw new N3mlError(
    'N3ML_NOT_JSON',
    `'${where}' is ${what}, which JSON can't hold. Keep arrays as tensors of the checkpoint, and the rest as plain values.`,
    { details: { where } },
  );
}
