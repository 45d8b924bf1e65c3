/** Levenshtein distance: the number of single-character edits that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** The end of a sentence about an unknown name: the nearest known one if one is near, then all of them. */
export function suggest(name: string, known: Iterable<string>): string {
  const names = [...known].sort();
  if (names.length === 0) return 'None is known.';
  const near = names
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= (candidate.length === 1 ? 0 : Math.max(1, Math.floor(candidate.length / 3))))
    .sort((a, b) => a.distance - b.distance)[0];
  const list = `Known: ${names.join(', ')}.`;
  return near ? `Did you mean '${near.candidate}'? ${list}` : list;
}
