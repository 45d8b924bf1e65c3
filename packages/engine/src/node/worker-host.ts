import { Worker } from 'node:worker_threads';
import { N3mlError } from '@n3ml/core';
import type { InstanceParts } from '../executors/instance.ts';
import { type WorkerHandle, workerHandle } from '../pool/worker-handle.ts';

/** Starts a worker thread of Node on an instance. */
export async function startWorker(parts: InstanceParts): Promise<WorkerHandle> {
  // The sources run from .ts files, the published package from .js ones; the worker's file has the ending of this one.
  const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./pool-thread.${ending}`, import.meta.url), { workerData: parts });
  const handle = workerHandle({
    post: (request, transfer) => worker.postMessage(request, transfer),
    hold: (awaiting) => (awaiting ? worker.ref() : worker.unref()),
    terminate: async () => {
      await worker.terminate();
    },
  });
  worker.on('message', handle.reply);
  worker.on('error', (cause) => handle.fail(new N3mlError('N3ML_WORKER_FAILED', `A worker thread failed: ${cause.message}.`, { cause })));
  worker.on('exit', (code) =>
    handle.fail(new N3mlError('N3ML_WORKER_FAILED', `A worker thread ended with code ${code} before its work was done.`)),
  );
  worker.unref();
  return handle;
}
