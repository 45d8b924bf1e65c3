import { join } from 'node:path';
import { type Checkpoint, N3mlError } from '@n3ml/core';
import { readCheckpoint } from '@n3ml/core/node';
import { runFiles } from './run-folder.ts';
import { type RunRecord, readRecord } from './run-record.ts';

/** A run that a folder holds. */
export interface EarlierRun {
  readonly record: RunRecord;
  /** Absent where it was stopped before its first one. */
  readonly checkpoint?: Checkpoint;
}

/**
 * The run in a folder.
 *
 * @throws N3mlError N3ML_NO_RUN where there is none, and what `readCheckpoint` throws for a damaged one
 */
export async function readRun(folder: string): Promise<EarlierRun> {
  const record = await readRecord(folder);
  if (record === undefined) {
    throw new N3mlError(
      'N3ML_NO_RUN',
      `There is no run in '${folder}'. Name a folder that 'n3ml train', 'n3ml train-ann' or 'n3ml convert' has written.`,
      {
        details: { folder },
      },
    );
  }
  try {
    return { record, checkpoint: await readCheckpoint(join(folder, runFiles.checkpoint)) };
  } catch (error) {
    if (error instanceof N3mlError && error.code === 'N3ML_CHECKPOINT_NOT_FOUND') return { record };
    throw error;
  }
}

/** A flag that was given to go on with a run, and what the run has. */
export interface Claim {
  readonly flag: string;
  readonly given: unknown;
  readonly had: unknown;
}

/**
 * Refuses flags that contradict the run.
 *
 * @throws N3mlError N3ML_RESUME_MISMATCH naming both values
 */
export function refuseContradictions(claims: readonly Claim[]): void {
  for (const { flag, given, had } of claims) {
    if (given === undefined || given === had) continue;
    const what = had === undefined ? 'was made without it' : `has ${String(had)}`;
    throw new N3mlError(
      'N3ML_RESUME_MISMATCH',
      `${flag} ${String(given)} contradicts the run, which ${what}. Leave it out to go on, or train anew with another --out.`,
      { details: { flag, given, had } },
    );
  }
}
