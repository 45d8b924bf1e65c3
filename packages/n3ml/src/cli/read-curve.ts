import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunEvent } from '@n3ml/core';
import { accuracyCurve, type CurvePoint } from '@n3ml/observers';

/** The accuracy curve of the training in a run folder, from its event logs. */
export async function readCurve(folder: string): Promise<readonly CurvePoint[]> {
  const number = (name: string): number => Number(/(\d+)\.jsonl$/.exec(name)?.[1] ?? 1);
  const logs = (await readdir(folder)).filter((name) => /^events(-\d+)?\.jsonl$/.test(name)).sort((a, b) => number(a) - number(b));
  const points = new Map<number, CurvePoint>();
  for (const log of logs) {
    for (const point of curveOf(await readFile(join(folder, log), 'utf8'))) points.set(point.done, point);
  }
  return [...points.values()].sort((a, b) => a.done - b.done);
}

/** The points of one log. Its last line may be torn, where the process was killed. */
function curveOf(text: string): readonly CurvePoint[] {
  const curve = accuracyCurve();
  let training = false;
  for (const line of text.split('\n')) {
    if (!/^\{"type":"(run:start|sample:end|metric)"/.test(line)) continue;
    const event = parsed(line);
    if (event?.type === 'run:start') training = event.verb === 'train';
    if (!training) continue;
    if (event?.type === 'metric') curve.on.metric?.(event);
    if (event?.type === 'sample:end') curve.on['sample:end']?.(event);
  }
  return curve.points();
}

function parsed(line: string): RunEvent | undefined {
  try {
    return JSON.parse(line) as RunEvent;
  } catch {
    return undefined;
  }
}
