import { loadConfigPlugins } from '../../src/cli/config.ts';

// Loads the configs of the named folders by Node's own loader, for what is imported within a test goes through vitest's. A line of JSON each: the plugins, or the error.

for (const folder of process.argv.slice(2)) {
  const outcome = await loadConfigPlugins(folder, undefined).then(
    (plugins) => plugins.map(({ name }) => name).join(', '),
    (error: Error) => error.message,
  );
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
