import { definePlugin } from '@n3ml/core';
import { templateName } from './template-name.ts';

export { type TemplateNameOptions, templateName } from './template-name.ts';

// The row in n3ml's table of names: create('observer', 'template-scope/template-name', ...) is fully typed wherever this package is imported.
declare module '@n3ml/core' {
  interface Observers {
    'template-scope/template-name': typeof templateName;
  }
}

/** The plugin: what a registry's `use` and the `plugins` of n3ml.config take. */
export default definePlugin({
  name: 'n3ml-plugin-template-name',
  version: '0.0.0',
  api: 1,
  provides: { observer: { 'template-scope/template-name': templateName } },
});
