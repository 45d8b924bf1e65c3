/** 12345 as `12,345`. */
export const countOf = (bytes: number): string => bytes.toLocaleString('en-US');
