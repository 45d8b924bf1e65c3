/**
 * The line on which broken JSON goes wrong, from 1. Engines differ in whether they tell it, so the lines are taken in one by one until what
 * stands there can't be the beginning of anything.
 */
export function findJsonErrorLine(text: string): number {
  const lines = text.split('\n');
  for (let count = 1; count < lines.length; count++) {
    if (!isBeginning(lines.slice(0, count).join('\n'))) return count;
  }
  return lines.length;
}

function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as Error;
    return /end of JSON input|Unterminated/.test(message) || message.includes(`at position ${text.length}`);
  }
}
