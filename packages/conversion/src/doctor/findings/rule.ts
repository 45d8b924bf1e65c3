import type { Finding, Measurements } from '../diagnosis.ts';

/** Looks at what was measured and says what stands out. */
export type Rule = (measured: Measurements) => readonly Finding[];
