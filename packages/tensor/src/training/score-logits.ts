/** How well a batch was classified. */
export interface Score {
  /** Sum of the cross-entropies. */
  readonly loss: number;
  /** Samples whose class has the largest logit. */
  readonly right: number;
}

/**
 * Softmax cross-entropy `log(sum_c e^(z_c)) - z_label` of each sample, summed, and the samples that are right.
 *
 * @param logits [labels.length x classes]
 */
export function scoreLogits(logits: Float32Array | Int32Array | Uint8Array, labels: Uint8Array, classes: number): Score {
  let loss = 0;
  let right = 0;
  for (let b = 0; b < labels.length; b++) {
    const label = labels[b]!;
    let best = 0;
    // A NaN is never above another number: it shows in the loss.
    for (let c = 1; c < classes; c++) if (logits[b * classes + c]! > logits[b * classes + best]!) best = c;
    const top = logits[b * classes + best]!;
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += Math.exp(logits[b * classes + c]! - top);
    loss += Math.log(sum) + top - logits[b * classes + label]!;
    if (best === label) right++;
  }
  return { loss, right };
}
