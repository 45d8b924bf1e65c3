import { defineConfig } from 'vitest/config';

const source = ['@n3ml/source', 'node', 'import', 'module', 'default'];

export default defineConfig({
  resolve: { conditions: source },
  ssr: { resolve: { conditions: source } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'tools/test/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'docs/test/**/*.test.ts'],
    pool: 'forks',
    // Worker threads that tests start inherit these flags and load TypeScript by them.
    execArgv: ['--conditions=@n3ml/source', '--import', new URL('tools/register-typescript.js', import.meta.url).href],
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
