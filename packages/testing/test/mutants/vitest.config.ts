import { defineConfig, mergeConfig } from 'vitest/config';
import workspace from '../../../../vitest.config.ts';

// Of each suite that caughtBy names, the test that has to fail; mutants.test.ts looks whether it does.
const { include: _, ...test } = workspace.test!;
const mutants = defineConfig({
  test: { include: ['packages/testing/test/mutants/*.mutants.ts'], testNamePattern: / \| (.+) (?:[^|]* )?\1$/ },
});
export default mergeConfig({ ...workspace, test }, mutants);
