const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The text that an output block stands for: `...` is anything within a line, and on a line of its own any number of lines. */
function pattern(expected: string): RegExp {
  const lines = expected
    .trimEnd()
    .split('\n')
    .map((line) => (line.trim() === '...' ? '(?:.*\\n)*?' : `${line.split('...').map(literal).join('.*')}\\n`));
  return new RegExp(`^${lines.join('')}$`);
}

const plain = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();

/** Whether a page shows what was printed. Spaces at the ends of lines and empty lines at the end don't count. */
export const shows = (expected: string, printed: string): boolean => pattern(plain(expected)).test(`${plain(printed)}\n`);
