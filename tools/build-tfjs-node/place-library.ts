import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { N3mlError } from '@n3ml/core';

/** Each library of the wheel, with the names under which tfjs-node links it and looks for it. */
const LIBRARIES = {
  'libtensorflow_cc.so.2': ['libtensorflow.so', 'libtensorflow.so.2', 'libtensorflow.so.2.9.1'],
  'libtensorflow_framework.so.2': ['libtensorflow_framework.so', 'libtensorflow_framework.so.2.9.1'],
};

const includesOf = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^#include "([^"]+)"/gm)].map(([, header]) => header!);

/** The headers of TensorFlow that the sources of tfjs-node include, and all that those include in turn: paths in `include`. */
function headersFrom(include: string, sources: string): ReadonlySet<string> {
  const own = readdirSync(sources).flatMap((file) => includesOf(join(sources, file)));
  const found = new Set(own.filter((header) => header.startsWith('tensorflow/')));
  for (const header of found) {
    if (!existsSync(join(include, header))) throw incomplete(include, [header]);
    for (const further of includesOf(join(include, header))) if (existsSync(join(include, further))) found.add(further);
  }
  return found;
}

const incomplete = (folder: string, missing: readonly string[]) =>
  new N3mlError('N3ML_BAD_WHEEL', `${folder} has no ${missing.join(', no ')}. Take the wheel of TensorFlow 2.12 or newer for Linux.`);

/**
 * Fills `deps/` of a tfjs-node with the libraries and C headers of a wheel; what was there is replaced only when all is found.
 *
 * @param tensorflow the folder `tensorflow` of a wheel
 * @throws N3mlError N3ML_BAD_WHEEL where a library or header is missing
 */
export function placeLibrary(tensorflow: string, tfjsNode: string): void {
  const include = join(tensorflow, 'include');
  const missing = Object.keys(LIBRARIES).filter((library) => !existsSync(join(tensorflow, library)));
  if (missing.length > 0) throw incomplete(tensorflow, missing);
  const headers = headersFrom(include, join(tfjsNode, 'binding'));
  const deps = join(tfjsNode, 'deps');
  rmSync(deps, { recursive: true, force: true });
  mkdirSync(join(deps, 'lib'), { recursive: true });
  for (const [library, names] of Object.entries(LIBRARIES)) {
    copyFileSync(join(tensorflow, library), join(deps, 'lib', library), constants.COPYFILE_FICLONE);
    for (const name of names) symlinkSync(library, join(deps, 'lib', name));
  }
  for (const header of headers) {
    const to = join(deps, 'include', header);
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(join(include, header), to);
  }
}
