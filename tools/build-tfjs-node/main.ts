/**
 * Builds the native library of @tensorflow/tfjs-node or tfjs-node-gpu where its own download can't be reached, or is too old for the machine
 * (its GPU library is TensorFlow 2.9 for CUDA 11): against the libtensorflow inside a wheel of `tensorflow` or `tensorflow-cpu`.
 *
 *   npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0
 *   pip download --no-deps tensorflow-cpu
 *   npm run build-tfjs-node -- tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl --package node_modules/@tensorflow/tfjs-node
 *
 * The wheel may also be a folder: one that holds a wheel, or one with an installed TensorFlow, such as a `site-packages`. Which version of Python
 * it is for doesn't matter. Needs Linux, a C++ compiler, make, python3 and, for a wheel, unzip; takes about a minute and 900 MB.
 */
import { parseArgs } from 'node:util';
import { N3mlError } from '@n3ml/core';
import { checkTools, compile } from './compile.ts';
import { findPackage } from './package.ts';
import { placeLibrary } from './place-library.ts';
import { withTensorflow } from './wheel.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { package: { type: 'string' } } });

try {
  const [wheel, ...more] = positionals;
  if (wheel === undefined || more.length > 0) {
    throw new N3mlError(
      'N3ML_BAD_OPTION',
      'Give one wheel of tensorflow or tensorflow-cpu, or a folder that holds one: npm run build-tfjs-node -- <wheel> [--package <folder of tfjs-node>].',
    );
  }
  checkTools();
  const target = findPackage(values.package);
  withTensorflow(wheel, target.folder, (tensorflow) => placeLibrary(tensorflow, target.folder));
  const version = compile(target.folder);
  process.stdout.write(`${target.name} in ${target.folder} runs on TensorFlow ${version}.\n`);
} catch (error) {
  if (!(error instanceof N3mlError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
