/// <reference lib="webworker" />
import { N3mlError } from '@n3ml/core';
import type { InstanceParts } from '../executors/instance.ts';
import { type WorkerHandle, workerHandle } from '../pool/worker-handle.ts';

/** Starts a web worker on an instance. The page has to be cross-origin isolated, for the memory is shared. */
export async function startWorker(parts: InstanceParts): Promise<WorkerHandle> {
  const worker = new Worker(new URL('./pool-thread.js', import.meta.url), { type: 'module' });
  const handle = workerHandle({
    post: (request, transfer) => worker.postMessage(request, transfer),
    terminate: async () => worker.terminate(),
  });
  worker.onmessage = ({ data }) => handle.reply(data);
  worker.onerror = ({ message }) => handle.fail(new N3mlError('N3ML_WORKER_FAILED', `A worker failed: ${message}.`));
  worker.postMessage(parts);
  return handle;
}
