import { createEventBus, createRegistry, type RunEvent } from '@n3ml/core';
import { syntheticDigits } from '@n3ml/datasets';
import encoders from '@n3ml/encoders';
import engine from '@n3ml/engine';
import neurons from '@n3ml/neurons';
import { fromRun } from '@n3ml/recording';
import stdp, { diehlCook2015 } from '@n3ml/stdp';

/** FNV-1a of some bytes: two results that differ in a bit have different ones. */
function hashOf({ buffer, byteOffset, byteLength }: ArrayBufferView): number {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(buffer, byteOffset, byteLength)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** Trains a small network; a number for each tensor of its checkpoint. */
export async function trainedTensors(): Promise<Readonly<Record<string, number>>> {
  const registry = createRegistry().use(engine, neurons, encoders, stdp);
  const digits = syntheticDigits({ train: 60, test: 1 });
  const { checkpoint } = await diehlCook2015({ neurons: 20, seed: 3 }).train(digits.train, { registry, bus: createEventBus() });
  return Object.fromEntries(Object.entries(checkpoint.tensors).map(([name, { data }]) => [name, hashOf(data)]));
}

/** The events of a run that is elsewhere, to its end, as plain objects. */
export function heardFrom(url: string): Promise<readonly object[]> {
  const heard: object[] = [];
  const plain = (event: RunEvent): object =>
    Object.fromEntries(
      Object.entries(event).map(([key, value]) => [key, ArrayBuffer.isView(value) ? Array.from(value as Uint32Array) : value]),
    );
  return new Promise((resolve, reject) => {
    fromRun(url)
      .all()
      .subscribe({ next: (event) => heard.push(plain(event)), complete: () => resolve(heard), error: reject });
  });
}
