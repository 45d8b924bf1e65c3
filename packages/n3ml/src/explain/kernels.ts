import type { Network } from '@n3ml/core';
import { emitModule } from '@n3ml/engine';
import { kernelText } from '../kernel-text.ts';
import type { ExplainedKernel } from './explanation.ts';

/** The function of a module that runs all steps, and those of its ends: they belong to the network and to nothing in it. */
const frame: ReadonlySet<string> = new Set(['run', 'inflow', 'normalize']);

/** Which network shows the kernels of a thing, and which of them are of the thing. */
export interface KernelSource {
  readonly network: Network;
  readonly isOwn: (kernel: string) => boolean;
}

/**
 * The kernels of a thing.
 *
 * @param withText prints them, too, which loads a disassembler
 */
export async function kernelsOf({ network, isOwn }: KernelSource, withText: boolean): Promise<readonly ExplainedKernel[]> {
  const module = new WebAssembly.Module(emitModule(network));
  const names = WebAssembly.Module.exports(module).flatMap(({ name, kind }) => (kind === 'function' ? [name] : []));
  const own = names.filter((name) => !frame.has(name) && isOwn(name));
  if (!withText) return own.map((name) => ({ name }));
  const functions = functionsOf(await kernelText(network));
  return own.map((name) => ({ name, text: functions.get(name) ?? '' }));
}

/** The functions of a module of WebAssembly text by their names; each begins on a line of its own, indented by two. */
function functionsOf(text: string): ReadonlyMap<string, string> {
  const parts = text.split(/^ {2}(?=\()/m);
  return new Map(
    parts.flatMap((part) => {
      const name = /^\(func \$(\S+)/.exec(part)?.[1];
      return name === undefined ? [] : [[name, part.trimEnd().replace(/^ {2}/gm, '')] as const];
    }),
  );
}
