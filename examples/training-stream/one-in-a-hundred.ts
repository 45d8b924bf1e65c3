// Records the spikes of one image in a hundred, then reads them back: how many spikes, and how large is the file?
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEventBus } from '@n3ml/core';
import { syntheticDigits } from '@n3ml/datasets';
import { record, replay } from '@n3ml/recording/node';
import { diehlCook2015 } from '@n3ml/stdp';
import { createN3ml } from 'n3ml';
import { lastValueFrom, reduce } from 'rxjs';

const folder = await mkdtemp(join(tmpdir(), 'n3ml-example-'));
const path = join(folder, 'events.n3ml');
const bus = createEventBus();
bus.attach(record({ path, every: 100, types: ['spikes', 'sample:end'] }));

const { train } = syntheticDigits({ train: 1000, test: 1 });
await diehlCook2015({ neurons: 50, seed: 1 }).train(train, { registry: createN3ml(), bus });
await bus.close();

const counts = replay(path).pipe(
  reduce(
    ({ images, spikes }, event) => ({
      images: images + (event.type === 'sample:end' ? 1 : 0),
      spikes: spikes + (event.type === 'spikes' ? event.ids.length : 0),
    }),
    { images: 0, spikes: 0 },
  ),
);
const { images, spikes } = await lastValueFrom(counts);
const { size } = await stat(path);
console.log(`${images} of ${train.count} images recorded: ${spikes} spikes in ${size} bytes, ${(size / spikes).toFixed(2)} bytes each`);
await rm(folder, { recursive: true });
