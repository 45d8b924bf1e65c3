/** @example percent(0.3141) // '31.4 %' */
export const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;

/** Three digits that matter: `0.0123`, `2.4`, `1230`. */
export const figure = (value: number): string => String(Number(value.toPrecision(3)));

/** @example inSteps(1) // '1 step' */
export const inSteps = (steps: number): string => (steps === 1 ? '1 step' : `${steps} steps`);
