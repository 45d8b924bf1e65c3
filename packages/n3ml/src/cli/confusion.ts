import type { Checkpoint } from '@n3ml/core';
import type { Confusion } from '@n3ml/observers';

/**
 * The confusion matrix that `infer` left in a checkpoint, as tensor `confusion` [classes x classes], rows by label; with a column for samples
 * that were given no class, where there are such.
 */
export function confusionOf({ tensors }: Checkpoint, classes: readonly string[], labels: Uint8Array): Confusion | undefined {
  const tensor = tensors.confusion;
  const size = classes.length;
  if (tensor?.data.length !== size * size) return undefined;
  const counts = classes.map((_, label) => Array.from(tensor.data.subarray(label * size, (label + 1) * size)));
  const silent = classes.map(
    (_, label) => labels.filter((other) => other === label).length - (counts[label] ?? []).reduce((sum, count) => sum + count, 0),
  );
  if (silent.every((count) => count === 0)) return { rows: classes, columns: classes, counts };
  return { rows: classes, columns: [...classes, 'none'], counts: counts.map((row, label) => [...row, silent[label] ?? 0]) };
}
