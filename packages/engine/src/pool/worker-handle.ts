import type { BatchReply, BatchRequest } from './serve-batches.ts';

/** A worker thread that runs batches of samples, one after the other. */
export interface WorkerHandle {
  /** Batches without a reply yet. */
  readonly waiting: number;
  /** Resolves with the reply to this batch; rejects when the worker fails. */
  ask(request: BatchRequest): Promise<BatchReply>;
  stop(): Promise<void>;
}

/** How a batch travels and how its reply comes back; the same on every host. */
export interface WorkerPort {
  post(request: BatchRequest, transfer: ArrayBuffer[]): void;
  /** Whether the process has to stay alive for this worker: while a reply is awaited. */
  hold?(awaiting: boolean): void;
  terminate(): Promise<void>;
}

/** A handle over a port whose replies come in the order of the requests. */
export function workerHandle(
  port: WorkerPort,
): WorkerHandle & { readonly reply: (reply: BatchReply) => void; readonly fail: (error: unknown) => void } {
  const waiting: { resolve: (reply: BatchReply) => void; reject: (error: unknown) => void }[] = [];
  let failure: { readonly error: unknown } | undefined;
  return {
    get waiting() {
      return waiting.length;
    },
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure.error);
        waiting.push({ resolve, reject });
        port.hold?.(true);
        port.post(request, [request.packed.buffer]);
      }),
    stop: () => port.terminate(),
    reply: (reply) => {
      waiting.shift()?.resolve(reply);
      if (waiting.length === 0) port.hold?.(false);
    },
    fail: (error) => {
      failure = { error };
      for (const { reject } of waiting.splice(0)) reject(error);
    },
  };
}
