import { N3mlError } from '@n3ml/core';

const fail = (message: string, details: Readonly<Record<string, unknown>>): never => {
  throw new N3mlError('N3ML_BAD_NETWORK', message, { details });
};

/** @throws N3mlError N3ML_BAD_NETWORK where layers, delays and numbers of inhibitory neurons make no network */
export function checkArchitecture(layers: readonly number[], delays: Float64Array, inhibitory?: readonly number[]): void {
  if (layers.length < 2 || !layers.every((size) => Number.isSafeInteger(size) && size > 0)) {
    fail(`The layers are [${layers.join(', ')}]. Give two or more whole numbers above 0, inputs first.`, { layers });
  }
  if (delays.length === 0 || !delays.every((delay, k) => Number.isFinite(delay) && delay > (k === 0 ? 0 : delays[k - 1]!))) {
    fail(`The delays are [${delays.join(', ')}] ms. Give one or more, each above 0 and above the one before.`, { delays: [...delays] });
  }
  if (
    inhibitory !== undefined &&
    (inhibitory.length > layers.length || !inhibitory.every((n, l) => Number.isSafeInteger(n) && n >= 0 && n <= layers[l]!))
  ) {
    fail(
      `The numbers of inhibitory neurons are [${inhibitory.join(', ')}]. Give one for each of the layers [${layers.join(', ')}], at most its size.`,
      {
        inhibitory,
        layers,
      },
    );
  }
}
