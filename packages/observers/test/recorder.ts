import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Events, EventType, Observer, RunEvent } from '@n3ml/core';
import { createEventBus } from '@n3ml/core';
import { onTestFinished } from 'vitest';

/** A folder that goes when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'n3ml-observers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export type Script = readonly RunEvent[];

export const event = <K extends EventType>(type: K, payload: Events[K]): RunEvent => ({ type, ...payload }) as unknown as RunEvent;

/** Plays events to observers over a real bus; gives the errors that observers were detached for. */
export async function play(observers: readonly Observer[], script: Script): Promise<readonly Events['observer:error'][]> {
  const bus = createEventBus();
  const errors: Events['observer:error'][] = [];
  bus.on('observer:error').subscribe((error) => errors.push(error));
  for (const observer of observers) bus.attach(observer);
  for (const { type, ...payload } of script) {
    bus.channel(type).emit(payload as never);
    if (bus.unsettled) await bus.settle();
  }
  await bus.close();
  return errors;
}

export const runStart = (payload: Partial<Events['run:start']> = {}): RunEvent =>
  event('run:start', { verb: 'train', model: 'toy', options: {}, data: 'digits', synthetic: false, samples: 4, ...payload });

export const sampleEnd = (done: number, payload: Partial<Events['sample:end']> = {}): RunEvent =>
  event('sample:end', { epoch: 0, sample: done - 1, done, total: 4, spikes: 3, label: 1, predicted: -1, ...payload });

export const runEnd = (payload: Partial<Events['run:end']> = {}): RunEvent =>
  event('run:end', { finished: true, results: {}, seconds: 2, ...payload });
