import { N3mlError } from '@n3ml/core';

/** The error about something in a checkpoint that no n3ml has written. `what` is a sentence without its full stop. */
export const badCheckpoint = (what: string, details: Readonly<Record<string, unknown>> = {}): N3mlError =>
  new N3mlError(
    'N3ML_BAD_CHECKPOINT',
    `The checkpoint of a converted network is damaged: ${what}. Copy it again, or convert the model again.`,
    {
      details,
    },
  );

const show = (value: unknown): string => (value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value)).slice(0, 60));

/** Fields of a JSON object that came from outside, read by the type that they have to be. Each method throws N3ML_BAD_CHECKPOINT with the path. */
export class JsonFields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw badCheckpoint(`${path} is ${show(value)}, not an object`);
    this.#fields = value as Readonly<Record<string, unknown>>;
    this.#path = path;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#fields, name);
  }

  #read<T>(name: string, expected: string, fits: (value: unknown) => boolean): T {
    const value = this.has(name) ? this.#fields[name] : undefined;
    if (fits(value)) return value as T;
    throw badCheckpoint(`${this.#path}.${name} is ${show(value)}, not ${expected}`, { path: `${this.#path}.${name}` });
  }

  string(name: string): string {
    return this.#read(name, 'a text', (value) => typeof value === 'string');
  }

  boolean(name: string): boolean {
    return this.#read(name, 'true or false', (value) => typeof value === 'boolean');
  }

  choice<const T extends string>(name: string, choices: readonly T[]): T {
    return this.#read(name, `one of ${choices.join(', ')}`, (value) => (choices as readonly unknown[]).includes(value));
  }

  number(name: string, min: number, max: number): number {
    return this.#read(name, `a number from ${min} to ${max}`, (value) => typeof value === 'number' && value >= min && value <= max);
  }

  integer(name: string, min: number, max: number): number {
    return this.#read(
      name,
      `a whole number from ${min} to ${max}`,
      (value) => Number.isInteger(value) && this.number(name, min, max) === value,
    );
  }

  /** Whole numbers, each of at least `min`; one of the lengths. */
  integers(name: string, lengths: readonly number[], min: number): readonly number[] {
    const expected = `${lengths.join(' or ')} whole numbers of at least ${min}`;
    return this.#read(
      name,
      expected,
      (value) =>
        Array.isArray(value) &&
        lengths.includes(value.length) &&
        value.every((each: unknown) => Number.isSafeInteger(each) && (each as number) >= min && (each as number) < 2 ** 31),
    );
  }

  numbers(name: string): readonly number[] {
    return this.#read(name, 'finite numbers', (value) => Array.isArray(value) && value.length > 0 && value.every(Number.isFinite));
  }

  strings(name: string): readonly string[] {
    return this.#read(name, 'texts', (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'));
  }

  /** Objects, at least one. */
  objects(name: string): readonly JsonFields[] {
    const values: readonly unknown[] = this.#read(name, 'a list of objects', (value) => Array.isArray(value) && value.length > 0);
    return values.map((value, k) => new JsonFields(value, `${this.#path}.${name}[${k}]`));
  }

  /** The fields themselves, each a number, a text or a truth. */
  scalars(): Readonly<Record<string, number | string | boolean>> {
    for (const name of Object.keys(this.#fields)) {
      this.#read(name, 'a number, a text, true or false', (value) => ['number', 'string', 'boolean'].includes(typeof value));
    }
    return this.#fields as Readonly<Record<string, number | string | boolean>>;
  }

  object(name: string): JsonFields {
    return new JsonFields(this.has(name) ? this.#fields[name] : undefined, `${this.#path}.${name}`);
  }
}
