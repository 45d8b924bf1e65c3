import { N3mlError } from '@n3ml/core';
import { EquationError, type NamedSymbol, type SymbolUse } from '@n3ml/equations';

const shown = ({ name, scope }: NamedSymbol): string =>
  scope === 'pre' || scope === 'post' || scope === 'signal' || (scope === 'synapse' && name !== 'w') || scope === 'input'
    ? `${name} (${scope})`
    : name;

/** What equations read and change, as words; parameters are left out. */
export function symbolNames(use: () => SymbolUse): { readonly reads: readonly string[]; readonly writes: readonly string[] } {
  try {
    const { reads, writes } = use();
    return { reads: reads.filter(({ scope }) => scope !== 'parameter').map(shown), writes: writes.map(shown) };
  } catch (cause) {
    if (cause instanceof EquationError) throw new N3mlError(cause.code, cause.message, { cause });
    throw cause;
  }
}
