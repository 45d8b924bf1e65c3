/// <reference lib="webworker" />
import type { InstanceParts } from '../executors/instance.ts';
import { type BatchReply, type BatchRequest, serveBatches } from '../pool/serve-batches.ts';

let serve: ((request: BatchRequest) => BatchReply) | undefined;
self.onmessage = ({ data }: MessageEvent<InstanceParts | BatchRequest>) => {
  if ('module' in data) {
    serve = serveBatches(data);
    return;
  }
  const reply = serve!(data);
  self.postMessage(reply, { transfer: [reply.rows.buffer] });
};
