import { type ExternalSymbolResolver, ReflectionKind } from 'typedoc';
import type { Package } from '../workspace.ts';

/**
 * Names that exported types use and that have no page: `internal` help the compiler to check what a caller writes, `tables` are declared by one package in
 * the module of another, which typedoc doesn't show.
 */
const internal = ['Row', 'Declared', 'CompleteSpecs', 'CompleteOptions', 'PRESETS', 'Numbers', 'CheckedOptions', 'learnable'];
const tables = ['Responses', 'SilentRules', 'TimeEncoders', 'TimeLosses', 'Updates'];

/**
 * Sees to types that typedoc finds no page for. An interface that several packages add to has another identity for whoever refers to it: its page is found
 * by its name. What is left of ours isn't exported, and goes into `missing`. (typedoc itself looks for such types in one package only.)
 */
export const typeResolver =
  (packages: readonly Package[], missing: Set<string>): ExternalSymbolResolver =>
  (_, owner, part, id) => {
    // A single letter is a type parameter.
    if (!id || part || id.qualifiedName.length === 1 || !packages.some(({ manifest }) => manifest.name === id.packageName))
      return undefined;
    const page = owner.project.getChildByName([id.packageName, id.qualifiedName]);
    if (page?.kindOf(ReflectionKind.Interface)) owner.project.registerSymbolId(page, id);
    else if (![...internal, ...tables].includes(id.qualifiedName)) {
      missing.add(`${id.qualifiedName} of ${id.packageName} stands in ${owner.getFriendlyFullName()}, and isn't exported.`);
    }
    return undefined;
  };
