/** What one line of progress says. Parts are ordered by worth: where the line is too narrow, the last are left out first. */
export interface ProgressLine {
  readonly label: string;
  /** Share done, 0 to 1; NaN where it is not known, then no bar is drawn. */
  readonly share: number;
  readonly parts: readonly string[];
}

const widestBar = 30;
const narrowestBar = 8;

function bar(share: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}

/**
 * A line of at most `width` characters: label, bar, parts. The bar takes the room that the parts leave, between 8 and 30 characters; where
 * not even that is left the parts go, from the last, and in the end the bar.
 */
export function progressLine({ label, share, parts }: ProgressLine, width: number): string {
  const drawsBar = Number.isFinite(share);
  for (let count = parts.length; count > 0; count--) {
    const tail = parts.slice(0, count).join('  ');
    const room = width - label.length - tail.length - 2;
    if (!drawsBar && room >= 0) return `${label}  ${tail}`;
    if (drawsBar && room - 2 >= narrowestBar) return `${label}  ${bar(share, Math.min(widestBar, room - 2))}  ${tail}`;
  }
  return `${label}  ${parts[0] ?? ''}`.trimEnd().slice(0, Math.max(0, width));
}
