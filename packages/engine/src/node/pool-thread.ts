import { parentPort, workerData } from 'node:worker_threads';
import type { InstanceParts } from '../executors/instance.ts';
import { type BatchRequest, serveBatches } from '../pool/serve-batches.ts';

const serve = serveBatches(workerData as InstanceParts);
parentPort!.on('message', (request: BatchRequest) => {
  const reply = serve(request);
  parentPort!.postMessage(reply, [reply.rows.buffer]);
});
