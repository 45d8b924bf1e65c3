import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint, EventBus, LabelledSet, Registry, RunResult, TrainOptions } from '@n3ml/core';
import { writeCheckpoint } from '@n3ml/core/node';
import type { TrainableModel } from './model.ts';
import { runFiles } from './run-folder.ts';

/** Writes the checkpoint of a run folder and says so on the bus. */
export async function saveCheckpoint(folder: string, checkpoint: Checkpoint, bus: EventBus, done: number): Promise<void> {
  const path = join(folder, runFiles.checkpoint);
  await writeCheckpoint(path, checkpoint);
  const { size } = await stat(path);
  bus.channel('checkpoint').emit({ path, bytes: size, done });
  if (bus.unsettled) await bus.settle();
}

/** What a training run needs beside model and data. */
export interface TrainingContext
  extends Pick<TrainOptions, 'epochs' | 'validation' | 'resume' | 'checkpointEvery' | 'workers' | 'executor' | 'backend'> {
  readonly registry: Registry;
  readonly bus: EventBus;
  readonly signal: AbortSignal;
  readonly folder: string;
}

/** Trains and keeps the newest checkpoint in the run folder, also when it is interrupted. */
export async function trainInto({ folder, ...context }: TrainingContext, model: TrainableModel, data: LabelledSet): Promise<RunResult> {
  let done = 0;
  const watching = context.bus.on('sample:end').subscribe((event) => {
    done = event.done;
  });
  try {
    return await model.train(data, { ...context, onCheckpoint: (checkpoint) => saveCheckpoint(folder, checkpoint, context.bus, done) });
  } finally {
    watching.unsubscribe();
  }
}
