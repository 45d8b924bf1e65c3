import type { RunEvent } from '@n3ml/core';
import type { LogEntry } from './wire/messages.ts';

/** Events that get a line in the log. */
export type LoggedEvent = RunEvent<
  'run:start' | 'run:end' | 'epoch:start' | 'checkpoint' | 'progress' | 'bus:dropped' | 'observer:error' | 'log'
>;

const whole = (value: number): string => value.toLocaleString('en');

/** A line of the log: how serious it is, and the text. */
export function describeEvent(event: LoggedEvent): [level: LogEntry['level'], text: string] {
  switch (event.type) {
    case 'run:start':
      return [
        'event',
        `${event.verb} ${event.model}: ${whole(event.samples)} samples of ${event.data}${event.synthetic ? ' (synthetic)' : ''}`,
      ];
    case 'run:end': {
      const results = Object.entries(event.results).map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`);
      return ['event', `${event.finished ? 'Finished' : 'Stopped'} after ${event.seconds.toFixed(1)} s: ${results.join(', ')}`];
    }
    case 'epoch:start':
      return ['event', `Epoch ${event.epoch + 1}: ${whole(event.samples)} samples`];
    case 'checkpoint':
      return ['event', `Checkpoint after ${whole(event.done)} samples: ${event.path} (${(event.bytes / 1e6).toFixed(1)} MB)`];
    case 'progress':
      return ['info', `${event.task}: ${whole(event.done)} ${event.unit}`];
    case 'bus:dropped':
      return ['warning', `${event.observer} was too slow and lost ${whole(event.count)} ${event.event} events`];
    case 'observer:error':
      return ['error', `${event.observer} failed and was detached: ${event.error}`];
    case 'log':
      return [event.level, event.message];
  }
}
