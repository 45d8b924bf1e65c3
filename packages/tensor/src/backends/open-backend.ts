import { createRegistry, N3mlError, type Registry } from '@n3ml/core';
import tensor from '../plugin.ts';
import type { Backend } from './backend.ts';

/** How to choose a backend. */
export interface OpenBackendOptions {
  /** Takes this one and no other. @default the `N3ML_BACKEND` of `env`; without it the fastest that is there */
  readonly backend?: string;
  /** Whose backends are known. @default those of this package */
  readonly registry?: Registry;
  /** @default the environment of the process */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The backend that was taken. */
export interface OpenedBackend {
  readonly name: string;
  /** One line: which it is and why the faster ones were not taken. */
  readonly summary: string;
}

/** Why a backend was not taken: what it says itself, or the first line of the error that it met. */
async function tryStart(backend: Backend): Promise<{ reason?: string; cause?: unknown }> {
  const reason = backend.absence();
  if (reason !== undefined) return { reason };
  try {
    await backend.start();
    return {};
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { reason: `doesn't start: ${message.split('\n', 1)[0]}`, cause };
  }
}

/**
 * Starts the fastest tensor backend that is there, or the one that is named, and makes it the backend of every tensor from here on.
 *
 * @throws N3mlError N3ML_UNKNOWN_NAME where no backend has the forced name
 * @throws N3mlError N3ML_BACKEND_MISSING where the forced backend isn't there or doesn't start, with what to install
 * @example
 * const { name, summary } = await openBackend();
 * summary; // Tensors on wasm (tfjs-node-gpu: not installed; tfjs-node: not installed).
 */
export async function openBackend({ backend, registry, env }: OpenBackendOptions = {}): Promise<OpenedBackend> {
  const known = registry ?? createRegistry().use(tensor);
  const forced = backend ?? ((env ?? globalThis.process?.env)?.N3ML_BACKEND || undefined);
  if (forced !== undefined) {
    const chosen = known.resolve('backend', forced);
    const { reason, cause } = await tryStart(chosen);
    if (reason !== undefined) {
      throw new N3mlError('N3ML_BACKEND_MISSING', `Tensor backend '${forced}' can't be used (${reason}). ${chosen.install}`, {
        details: { backend: forced, reason },
        cause,
      });
    }
    return { name: forced, summary: `Tensors on ${forced}, as asked.` };
  }
  const passed: string[] = [];
  const candidates = known.names('backend').map((name) => known.resolve('backend', name));
  for (const candidate of candidates.sort((a, b) => b.priority - a.priority)) {
    const { reason } = await tryStart(candidate);
    if (reason === undefined) {
      return { name: candidate.name, summary: `Tensors on ${candidate.name}${passed.length > 0 ? ` (${passed.join('; ')})` : ''}.` };
    }
    passed.push(`${candidate.name}: ${reason}`);
  }
  throw new N3mlError('N3ML_BACKEND_MISSING', `No tensor backend can be started (${passed.join('; ') || 'none is known'}).`);
}
