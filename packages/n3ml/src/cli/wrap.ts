/** Words in lines of at most `width` characters; the first line begins with `first`, the others with as many spaces. A longer word has a line of its own. */
export function wrap(text: string, width: number, first = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && first.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  const indent = ' '.repeat(first.length);
  return [...lines, line].map((words, k) => `${k === 0 ? first : indent}${words}`.trimEnd()).join('\n');
}
