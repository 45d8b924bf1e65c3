import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import nodeUtil from 'node:util';

const require = createRequire(import.meta.url);

/** The folder of the .wasm files, for tfjs to load them from. */
export const wasmFolder = (): string => `${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`;

/** Beside this package or in the project that runs; undefined where it is in neither. */
function resolve(path: string): string | undefined {
  try {
    return require.resolve(path, { paths: [import.meta.dirname, process.cwd()] });
  } catch {
    return undefined;
  }
}

/** Why a native package of tfjs can't be imported; found without loading it, for a failed import costs a second and 50 MB. */
export function nativeAbsence(name: string): string | undefined {
  const manifest = resolve(`${name}/package.json`);
  if (!manifest) return 'not installed';
  const lib = join(dirname(manifest), 'lib');
  const built = existsSync(lib) && readdirSync(lib).some((version) => existsSync(join(lib, version, 'tfjs_binding.node')));
  return built ? undefined : 'installed without its native library';
}

/** Imports a native package of tfjs. */
export async function importNative(name: string): Promise<void> {
  // tfjs-node 4.22 calls two functions that Node 23 took out.
  const legacy = nodeUtil as unknown as Record<string, unknown>;
  legacy.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  legacy.isArray ??= Array.isArray;
  // TensorFlow tells on stderr what the processor can do; warnings stay.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
  await import(pathToFileURL(require.resolve(name, { paths: [import.meta.dirname, process.cwd()] })).href);
}

/** Runs `start` and takes away the handlers that it adds for uncaught errors: Emscripten's rethrow every error of the process. */
export async function withoutCrashHandlers<T>(start: () => Promise<T>): Promise<T> {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => new Set(process.rawListeners(event)));
  try {
    return await start();
  } finally {
    events.forEach((event, i) => {
      for (const listener of process.rawListeners(event)) {
        if (!before[i]?.has(listener)) process.removeListener(event, listener as () => void);
      }
    });
  }
}
