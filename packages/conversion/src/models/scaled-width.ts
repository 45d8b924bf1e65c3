/** Channels or units times the width multiplier: a whole number, at least 1. */
export const scaledWidth = (count: number, width: number): number => Math.max(1, Math.round(count * width));
