const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `12,345`. */
export const formatWhole = (value: number): string => whole.format(value);

/** A number in about three digits, as short as it can be: `1,700`, `0.0123`, `1.2e-7`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1000) return whole.format(value);
  if (size !== 0 && size < 1e-3) return value.toExponential(1);
  return String(Number(value.toPrecision(3)));
}

/** `87.3 %`. */
export const formatPercent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  const rounded = Math.round(seconds);
  const pad = (value: number): string => String(value).padStart(2, '0');
  if (rounded < 60) return `${rounded} s`;
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${pad(rounded % 60)} s`;
  return `${Math.floor(rounded / 3600)} h ${pad(Math.floor((rounded % 3600) / 60))} min`;
}

/** `1,200`, `60k`, `1.5M`: a label of an axis. */
export function formatTick(value: number): string {
  if (Math.abs(value) >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (Math.abs(value) >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`;
  return formatNumber(value);
}
