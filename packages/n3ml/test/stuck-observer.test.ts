import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTerminal } from './support/terminal.ts';

const never = 'new Promise(() => {})';

/** Runs a training with an observer of a config plugin. */
async function trainWith(observer: string) {
  const { cwd, run } = await openTerminal();
  const plugin = `{ name: 'acme', version: '1.0.0', api: 1, provides: { observer: { 'acme/odd': () => (${observer}) } } }`;
  await writeFile(join(cwd, 'n3ml.config.mjs'), `export default { plugins: [${plugin}] };`);
  return run('train tiny --quiet --out a --observe acme/odd');
}

test.each([
  ['throws', `{ name: 'odd', on: { 'sample:end': () => { throw new Error('no luck'); } } }`, 'no luck'],
  [
    'never returns',
    `{ name: 'odd', patience: 50, on: { 'sample:end': () => ${never} } }`,
    "It took longer than its patience of 0.05 s over 'sample:end'. [N3ML_OBSERVER_STUCK]",
  ],
  [
    'never returns, where nothing is lost',
    `{ name: 'odd', patience: 50, delivery: { pause: 2 }, on: { 'sample:end': () => ${never} } }`,
    "It took longer than its patience of 0.05 s over 'sample:end'. [N3ML_OBSERVER_STUCK]",
  ],
  [
    'never closes',
    `{ name: 'odd', patience: 50, on: {}, close: () => ${never} }`,
    'It took longer than its patience of 0.05 s over its close. [N3ML_OBSERVER_STUCK]',
  ],
])('an observer that %s does not keep a run from its end', async (_, observer, reason) => {
  const { code, out, err } = await trainWith(observer);
  expect(err).toBe(`Observer 'odd' failed and was detached: ${reason}\n`);
  expect(out).toMatch(/^Trained tiny on 12 samples/);
  expect(code).toBe(0);
});
