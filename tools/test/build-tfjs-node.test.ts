import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkTools } from '../build-tfjs-node/compile.ts';
import { findPackage } from '../build-tfjs-node/package.ts';
import { placeLibrary } from '../build-tfjs-node/place-library.ts';
import { withTensorflow } from '../build-tfjs-node/wheel.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'n3ml-build-'));
});
afterEach(() => rmSync(scratch, { recursive: true }));

function write(files: Readonly<Record<string, string>>, folder: string): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** What a wheel holds, with one header that no source includes. */
const wheelFiles = {
  'tensorflow/libtensorflow_cc.so.2': 'library',
  'tensorflow/libtensorflow_framework.so.2': 'framework',
  'tensorflow/include/tensorflow/c/c_api.h': '#include <stddef.h>\n#include "tensorflow/c/tf_status.h"\n',
  'tensorflow/include/tensorflow/c/tf_status.h': '#include "xla/tsl/c/tsl_status.h"\n#include "elsewhere.h"\n',
  'tensorflow/include/xla/tsl/c/tsl_status.h': '',
  'tensorflow/include/tensorflow/cc/client.h': '',
  'tensorflow/python/eager.py': '',
};
const installed = () => write(wheelFiles, join(scratch, 'site-packages'));
const tfjsNode = () =>
  write(
    {
      'package.json': '{ "name": "@tensorflow/tfjs-node" }',
      'binding/tfjs_backend.cc': '#include <string>\n#include "tfjs_backend.h"\n#include "tensorflow/c/c_api.h"\n',
      'deps/lib/libtensorflow.so': 'old',
    },
    join(scratch, 'tfjs-node'),
  );
const text = (...path: string[]) => readFileSync(join(scratch, ...path), 'utf8');

describe('the library of a wheel', () => {
  test('goes into deps under the names that tfjs-node links, with the headers that it includes', () => {
    placeLibrary(join(installed(), 'tensorflow'), tfjsNode());
    expect(text('tfjs-node/deps/lib/libtensorflow_cc.so.2')).toBe('library');
    for (const name of ['libtensorflow.so', 'libtensorflow.so.2.9.1']) {
      expect(readlinkSync(join(scratch, 'tfjs-node/deps/lib', name))).toBe('libtensorflow_cc.so.2');
    }
    expect(text('tfjs-node/deps/lib/libtensorflow_framework.so')).toBe('framework');
    expect(existsSync(join(scratch, 'tfjs-node/deps/include/tensorflow/c/tf_status.h'))).toBe(true);
    expect(existsSync(join(scratch, 'tfjs-node/deps/include/xla/tsl/c/tsl_status.h'))).toBe(true);
    expect(existsSync(join(scratch, 'tfjs-node/deps/include/tensorflow/cc/client.h'))).toBe(false);
  });

  test.each(['libtensorflow_cc.so.2', 'include/tensorflow/c/c_api.h'])('that has no %s is refused, and deps stay as they were', (file) => {
    const tensorflow = join(installed(), 'tensorflow');
    rmSync(join(tensorflow, file));
    expect(() => placeLibrary(tensorflow, tfjsNode())).toThrow(
      new RegExp(`has no .*${file.split('/').at(-1)}\\. Take the wheel of TensorFlow 2\\.12 or newer for Linux\\. \\[N3ML_BAD_WHEEL\\]`),
    );
    expect(text('tfjs-node/deps/lib/libtensorflow.so')).toBe('old');
  });
});

describe('a wheel', () => {
  const found = (path: string) => {
    let folder = '';
    withTensorflow(path, scratch, (tensorflow) => {
      folder = tensorflow;
      expect(text(tensorflow.slice(scratch.length), 'libtensorflow_cc.so.2')).toBe('library');
    });
    return folder;
  };

  test('may be an installed one, by its own folder or by the one around it', () => {
    const sitePackages = installed();
    expect(found(sitePackages)).toBe(join(sitePackages, 'tensorflow'));
    expect(found(join(sitePackages, 'tensorflow'))).toBe(join(sitePackages, 'tensorflow'));
  });

  const zip = spawnSync('python3', ['--version']).status === 0 && spawnSync('unzip', ['-v']).status === 0;
  test.skipIf(!zip)(`is unpacked for as long as it is used${zip ? '' : ': no python3 and unzip here'}`, () => {
    const downloads = join(scratch, 'downloads');
    mkdirSync(downloads);
    const wheel = join(downloads, 'tensorflow_cpu-2.21.0-cp311-cp311-linux_x86_64.whl');
    execFileSync('python3', ['-m', 'zipfile', '-c', wheel, 'tensorflow/'], { cwd: installed() });
    expect(existsSync(found(wheel))).toBe(false);
    expect(existsSync(found(downloads))).toBe(false);
    cpSync(wheel, join(downloads, 'tensorflow-2.20.0-cp311-cp311-linux_x86_64.whl'));
    expect(() => found(downloads)).toThrow(
      /holds several wheels: tensorflow-2.20.0-.*, tensorflow_cpu-2.21.0-.*\. Give one of them\. \[N3ML_BAD_WHEEL\]/,
    );
    writeFileSync(wheel, 'no zip');
    expect(() => found(wheel)).toThrow(/is no wheel with a TensorFlow library: .* \[N3ML_BAD_WHEEL\]/);
  });

  test('has to be there', () => {
    expect(() => found(join(scratch, 'none.whl'))).toThrow(`No wheel or folder ${scratch}/none.whl. [N3ML_BAD_WHEEL]`);
    expect(() => found(scratch)).toThrow(
      `The folder ${scratch} holds neither a wheel of tensorflow nor an installed one. [N3ML_BAD_WHEEL]`,
    );
  });
});

describe('what else the build needs', () => {
  test('is a tfjs-node', () => {
    expect(findPackage(tfjsNode())).toEqual({ name: '@tensorflow/tfjs-node', folder: join(scratch, 'tfjs-node') });
    write({ 'package.json': '{ "name": "left-pad" }' }, scratch);
    expect(() => findPackage(scratch)).toThrow(
      `The folder ${scratch} holds left-pad, not tfjs-node. Install it with \`npm install --ignore-scripts`,
    );
    expect(() => findPackage(join(scratch, 'nowhere'))).toThrow('holds no package, not tfjs-node.');
  });

  test('are a compiler and make', () => {
    expect(() => checkTools({ make: ['no-make-here'], 'a C++ compiler': ['no-cc-here', 'no-c++-here'] })).toThrow(
      'The build needs make and a C++ compiler. On Debian or Ubuntu: apt-get install build-essential python3. [N3ML_TOOL_MISSING]',
    );
  });
});
