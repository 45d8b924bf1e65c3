/** Loads the tfjs-node of a folder as n3ml does, computes a product on it and writes the version of its library. */
import { createRequire } from 'node:module';
import nodeUtil from 'node:util';

// Node 23 took these out, and tfjs-node 4.22 calls them.
nodeUtil.isNullOrUndefined ??= (value) => value === null || value === undefined;
nodeUtil.isArray ??= Array.isArray;

const tf = createRequire(import.meta.url)(process.argv[2]);
const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0];
if (tf.getBackend() !== 'tensorflow' || product !== 11) throw new Error(`${tf.getBackend()} says that 1 * 3 + 2 * 4 is ${product}`);
process.stdout.write(tf.backend().binding.TF_Version);
