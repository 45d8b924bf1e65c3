import { fork } from 'node:child_process';

/**
 * Runs a file of this folder in a process of its own and gives what it answers. It is started with the flags of this process, so it reads TypeScript too.
 *
 * @param file one that calls {@link answerParent}
 * @param flags of Node, beside those of this process
 */
export function askFreshProcess<Q extends object, A>(file: string, question: Q, flags: readonly string[] = []): Promise<A> {
  const child = fork(new URL(file, import.meta.url), { execArgv: [...process.execArgv, ...flags], serialization: 'advanced' });
  return new Promise((resolve, reject) => {
    child.on('message', (message) => resolve((message as { readonly answer: A }).answer));
    child.on('error', reject);
    child.on('exit', (code, signal) => reject(new Error(`${file} ended (${signal ?? `code ${code}`}) before it had answered.`)));
    child.send(question);
  });
}

/** The other side: answers the one question of the process that started this one, then ends this process; it ends, too, when the other one is gone. */
export function answerParent<Q extends object, A>(answer: (question: Q) => A | Promise<A>): void {
  process.once('disconnect', () => process.exit());
  process.once('message', async (question) => {
    const message = { answer: await answer(question as Q) };
    process.send!(message, () => process.disconnect());
  });
}
