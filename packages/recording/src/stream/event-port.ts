import { type EventBus, N3mlError } from '@n3ml/core';
import { EventOutlet } from './event-outlet.ts';
import { type EventStream, SharedEventStream } from './event-stream.ts';

/** As much of a MessagePort as is needed: those of Node and of browsers. */
export interface EventPort {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
  start(): void;
  close(): void;
}

/** Options of {@link postEvents}. */
export interface PostEventsOptions {
  /** Bytes on the way to the other side at most, and one event more. @default 8388608 */
  readonly limit?: number;
  /** What happens while the other side is too slow: the run waits and nothing is lost, or events are left out and counted as `bus:dropped`. @default 'wait' */
  readonly whenFull?: 'wait' | 'drop';
}

/** The producer's word that there is no more. */
const END = 'end';

/**
 * Sends the events of a bus through a port, to {@link fromPort} in another thread. Resolves once the other side has asked for events, so that a run that begins then is
 * seen from its beginning; or when the port is closed.
 *
 * @example
 * // in the worker, which got the port as workerData
 * await postEvents(bus, workerData.port);
 * await model.train(data, { registry, bus });
 * await bus.close();
 */
export function postEvents(bus: EventBus, port: EventPort, { limit = 2 ** 23, whenFull = 'wait' }: PostEventsOptions = {}): Promise<void> {
  const outlet = new EventOutlet(
    bus,
    {
      send: (block) => port.postMessage(block, [block.buffer]),
      buffered: 0,
      end: () => port.postMessage(END, []),
    },
    { name: 'port', limit, whenFull },
  );
  return new Promise((resolve, reject) => {
    port.addEventListener('message', ({ data }) => {
      try {
        outlet.receive(data);
        resolve();
      } catch (error) {
        outlet.stop();
        port.close();
        reject(error);
      }
    });
    port.addEventListener('close', () => {
      outlet.stop();
      resolve();
    });
    port.start();
  });
}

/**
 * The events that {@link postEvents} sends into the other end of the port, as the same typed Observables that a bus gives. They complete when the bus there closes;
 * the port is closed then, or when the last subscriber leaves.
 *
 * @throws N3mlError (in the Observables) N3ML_STREAM_LOST where the other thread has ended without a word, N3ML_EVENTS_VERSION, N3ML_EVENTS_DAMAGED
 * @example
 * const { port1, port2 } = new MessageChannel();
 * new Worker(new URL('./train.js', import.meta.url), { workerData: { port: port2 }, transferList: [port2] });
 * fromPort(port1).on('metric').subscribe(({ name, value }) => ...);
 */
export function fromPort(port: EventPort): EventStream {
  return new SharedEventStream(({ opened, block, ended, failed }) => {
    port.addEventListener('message', ({ data }) => {
      if (data instanceof Uint8Array) block(data);
      else ended();
    });
    port.addEventListener('close', () =>
      failed(new N3mlError('N3ML_STREAM_LOST', 'The stream of events broke off: the port was closed. Is the thread of the run alive?')),
    );
    port.start();
    queueMicrotask(opened);
    return { send: (text) => port.postMessage(text, []), close: () => port.close() };
  });
}
