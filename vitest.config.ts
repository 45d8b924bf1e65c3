import { defineConfig } from 'vitest/config';

const source = ['@n3ml/source', 'node', 'import', 'module', 'default'];

export default defineConfig({
  resolve: { conditions: source },
  ssr: { resolve: { conditions: source } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'tools/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
    pool: 'forks',
    execArgv: ['--conditions=@n3ml/source', '--import', 'tsx'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
