/** The arguments that go on with a training run: those that began it, in its folder. */
export function resumeArguments(command: string, args: readonly string[], out?: string): string[] {
  const kept = args.filter((argument) => argument !== '--overwrite' && argument !== '--resume');
  const hasOut = kept.some((argument) => argument === '--out' || argument.startsWith('--out='));
  return [command, ...kept, ...(out === undefined || hasOut ? [] : ['--out', out]), '--resume'];
}

/** The command with arguments, quoted where a shell needs it. */
export const commandText = (args: readonly string[]): string => ['npx', 'n3ml', ...args.map(quote)].join(' ');

const quote = (word: string): string => (/^[\w@%+=:,./<>-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
