import { workerData } from 'node:worker_threads';
import { createEventBus } from '@n3ml/core';
import { type EventPort, postEvents } from '../src/index.ts';
import { emitAll, smallRun } from './run-script.ts';

const { port, samples } = workerData as { readonly port: EventPort; readonly samples: number };
const bus = createEventBus();
await postEvents(bus, port, { limit: 2000 });
await emitAll(bus, smallRun(samples));
await bus.close();
