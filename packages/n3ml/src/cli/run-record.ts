import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { N3mlError } from '@n3ml/core';
import { writeFileAtomic } from '@n3ml/core/node';
import type { DataChoice } from './data.ts';
import type { OptionValues } from './flag.ts';

/** What `run.json` in a run folder says: where the run came from and what it gave. */
export interface RunRecord {
  /** Version of n3ml. */
  readonly n3ml: string;
  readonly command: 'train' | 'train-ann' | 'convert' | 'demo';
  readonly model: string;
  /** The options that were given; the checkpoint has them all. */
  readonly options: OptionValues;
  readonly data: DataChoice;
  /** Training samples an epoch, those that are held out for judging among them. */
  readonly samples: number;
  /** Of these, how many are held out. */
  readonly validation?: number;
  /** Absent where it was left to the model. */
  readonly epochs?: number;
  readonly finished: boolean;
  /** Figures of the last run of each verb. */
  readonly results: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export const recordName = 'run.json';

/**
 * The record of a run folder, or undefined where it has none.
 *
 * @throws N3mlError N3ML_BAD_RUN where it can't be read
 */
export async function readRecord(folder: string): Promise<RunRecord | undefined> {
  const path = join(folder, recordName);
  try {
    const record = JSON.parse(await readFile(path, 'utf8')) as Partial<RunRecord> | null;
    if (typeof record?.model !== 'string' || typeof record.data?.name !== 'string') throw new Error('it has no model or no data');
    return record as RunRecord;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new N3mlError('N3ML_BAD_RUN', `'${path}' can't be read: ${message}. Start again with --overwrite.`, {
      details: { path },
      cause: error,
    });
  }
}

/** Writes the record, atomically. */
export function writeRecord(folder: string, record: RunRecord): Promise<void> {
  return writeFileAtomic(join(folder, recordName), Buffer.from(`${JSON.stringify(record, undefined, 2)}\n`));
}
