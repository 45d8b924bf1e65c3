import { createEventBus, type Events, type Observer, type RunEvent } from '@n3ml/core';
import { emitAll } from './run-script.ts';

/** Plays events to observers over a bus of their own; gives the errors that observers were detached for. */
export async function play(observers: readonly Observer[], script: Iterable<RunEvent>): Promise<readonly Events['observer:error'][]> {
  const bus = createEventBus();
  const errors: Events['observer:error'][] = [];
  bus.on('observer:error').subscribe((error) => errors.push(error));
  for (const observer of observers) bus.attach(observer);
  await emitAll(bus, script);
  await bus.close();
  return errors;
}
