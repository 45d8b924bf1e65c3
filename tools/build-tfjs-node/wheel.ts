import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { N3mlError } from '@n3ml/core';

/** What is needed of a wheel. */
const PARTS = ['tensorflow/libtensorflow*.so.*', 'tensorflow/include/*.h'];

const bad = (message: string) => new N3mlError('N3ML_BAD_WHEEL', message);

/** The one wheel in a folder; undefined where there is none. */
function wheelIn(folder: string): string | undefined {
  const wheels = readdirSync(folder).filter((name) => /^tensorflow.*\.whl$/.test(name));
  if (wheels.length > 1) throw bad(`The folder ${folder} holds several wheels: ${wheels.join(', ')}. Give one of them.`);
  return wheels[0] && join(folder, wheels[0]);
}

function unpack(wheel: string, into: string): void {
  const { error, status, stderr } = spawnSync('unzip', ['-q', wheel, ...PARTS, '-d', into], { encoding: 'utf8' });
  if (error)
    throw new N3mlError(
      'N3ML_TOOL_MISSING',
      `The wheel can't be unpacked: ${error.message}. Install unzip, or give a folder where the wheel is installed.`,
    );
  if (status !== 0) throw bad(`${wheel} is no wheel with a TensorFlow library: ${stderr.trim().split('\n')[0]}`);
}

/**
 * Hands over the folder `tensorflow` of a wheel: the one of an installed wheel as it is, or one that is unpacked beside where it goes, and gone
 * afterwards.
 *
 * @param path a wheel, a folder that holds one wheel, or a folder that holds an installed `tensorflow`
 * @param beside a folder with room for it, on the disk where the library is to go
 * @throws N3mlError N3ML_BAD_WHEEL, N3ML_TOOL_MISSING where there is no unzip
 */
export function withTensorflow(path: string, beside: string, use: (tensorflow: string) => void): void {
  if (!existsSync(path)) throw bad(`No wheel or folder ${path}.`);
  const isFolder = statSync(path).isDirectory();
  const installed = [path, join(path, 'tensorflow')].find((folder) => existsSync(join(folder, 'include/tensorflow/c/c_api.h')));
  if (installed !== undefined) {
    use(installed);
    return;
  }
  const wheel = isFolder ? wheelIn(path) : path;
  if (wheel === undefined) throw bad(`The folder ${path} holds neither a wheel of tensorflow nor an installed one.`);
  const unpacked = mkdtempSync(join(beside, 'wheel-'));
  try {
    unpack(wheel, unpacked);
    use(join(unpacked, 'tensorflow'));
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
}
