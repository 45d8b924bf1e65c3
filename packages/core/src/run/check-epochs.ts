import { N3mlError } from '../errors.ts';

/** @throws N3mlError N3ML_BAD_EPOCHS where it is no whole number of at least 1 */
export function checkEpochs(epochs: number): void {
  if (Number.isSafeInteger(epochs) && epochs >= 1) return;
  throw new N3mlError('N3ML_BAD_EPOCHS', `Training takes a whole number of epochs of at least 1, not ${epochs}.`, { details: { epochs } });
}
