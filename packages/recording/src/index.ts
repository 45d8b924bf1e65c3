/**
 * Events of a run as bytes, as a selection of them, and from elsewhere. Runs in browsers; files and servers are in `@n3ml/recording/node`.
 *
 * @packageDocumentation
 */
export { EventBlockWriter, FORMAT_VERSION, readEventBlock, writeEventBlock } from './event-block.ts';
export { everyNthSample } from './sinks/every-nth-sample.ts';
export { type NewestEvents, type NewestEventsOptions, newestEvents } from './sinks/newest-events.ts';
export { onTrigger, type TriggerOptions } from './sinks/on-trigger.ts';
export { onlyNeurons } from './sinks/only-neurons.ts';
export { type EventPort, fromPort, type PostEventsOptions, postEvents } from './stream/event-port.ts';
export type { EventStream } from './stream/event-stream.ts';
export { type FromRunOptions, fromRun, type Socket } from './stream/from-run.ts';
export type { TimedEvent } from './timed-event.ts';
