import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const here = fileURLToPath(new URL('..', import.meta.url));
const flags = ['--conditions=@n3ml/source', '--import', new URL('../../../tools/register-typescript.js', import.meta.url).href];
const data = process.env.N3ML_DATA ?? '';
const absent = !existsSync(join(data, 'cifar-10-batches-bin'));

describe.skipIf(absent)(
  `on a few images of CIFAR-10${absent ? ' (skipped: N3ML_DATA names no folder with cifar-10-batches-bin)' : ''}`,
  () => {
    test.each(['vgg', 'resnet20', 'vgg16'])(
      '%s is trained, balanced and run',
      async (ann) => {
        const { stdout } = await promisify(execFile)(process.execPath, [...flags, 'spike-norm.ts'], {
          cwd: here,
          env: {
            ...process.env,
            ANN: ann,
            SAMPLES: '8',
            TEST_SAMPLES: '2',
            EPOCHS: '1',
            STEPS: '10',
            BALANCE_SAMPLES: '1',
            BALANCE_STEPS: '40',
          },
        });
        expect(stdout).toMatch(/ANN [\d.]+ %, SNN [\d.]+ % in 10 steps, on 2 test images\n$/);
      },
      300_000,
    );
  },
);
