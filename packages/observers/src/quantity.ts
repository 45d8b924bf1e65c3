/** 1234567 as `1,234,567`, with at most `digits` decimals. */
export const formatNumber = (value: number, digits = 0): string => value.toLocaleString('en-US', { maximumFractionDigits: digits });

/** A fraction as a percentage: 0.9137 as `91.4 %`. */
export const formatPercent = (fraction: number, digits = 1): string => `${(100 * fraction).toFixed(digits)} %`;

/** A rate with the digits that matter: `0.42`, `8.3`, `1,702`. */
export const formatRate = (rate: number): string => formatNumber(rate, rate < 1 ? 2 : rate < 100 ? 1 : 0);

/** Seconds as `4.2 s`, `3 min 05 s` or `2 h 07 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** An amount in its unit; bytes are shown in kB, MB or GB (powers of 1000). */
export function formatAmount(amount: number, unit: string): string {
  if (unit !== 'bytes' && unit !== 'B') return `${formatNumber(amount)} ${unit}`;
  if (amount < 1e3) return `${formatNumber(amount)} B`;
  if (amount < 1e6) return `${(amount / 1e3).toFixed(1)} kB`;
  if (amount < 1e9) return `${(amount / 1e6).toFixed(1)} MB`;
  return `${(amount / 1e9).toFixed(2)} GB`;
}
