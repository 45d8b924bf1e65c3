import { N3mlError } from '@n3ml/core';

/** @throws N3mlError N3ML_BAD_OPTION unless the value is a finite number above 0 */
export function positive(owner: string, option: string, value: number): void {
  if (value > 0 && Number.isFinite(value)) return;
  throw new N3mlError('N3ML_BAD_OPTION', `Option '${option}' of ${owner} is ${value}; give a finite number above 0.`, {
    details: { owner, option, value },
  });
}
