import { definePlugin } from '@n3ml/core';
import { inhibitory } from './inhibitory.ts';

export { type InhibitoryOptions, inhibitory } from './inhibitory.ts';

// The row in n3ml's table of names: create('learningRule', 'vogels-2011/inhibitory', ...) is fully typed wherever this package is imported.
declare module '@n3ml/core' {
  interface LearningRules {
    'vogels-2011/inhibitory': typeof inhibitory;
  }
}

/** The plugin: what a registry's `use` and the `plugins` of n3ml.config take. */
export default definePlugin({
  name: 'n3ml-plugin-vogels-2011',
  version: '0.0.0',
  api: 1,
  provides: { learningRule: { 'vogels-2011/inhibitory': inhibitory } },
});
