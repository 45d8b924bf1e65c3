import { N3mlError } from '@n3ml/core';

const features = 9;

/** The rows of the file `breast-cancer-wisconsin.data`. */
export interface WisconsinRows {
  /** Nine features from 1 to 10, NaN where the file has none: [rows x 9]. */
  readonly values: Float32Array;
  /** 0 benign, 1 malignant: [rows]. */
  readonly labels: Uint8Array;
}

/**
 * Reads `breast-cancer-wisconsin.data`: in each line the number of a sample, nine features from 1 to 10 (`?` where one is missing) and the class, 2 for benign
 * or 4 for malignant.
 *
 * @param source what to call the text in an error
 * @throws N3mlError N3ML_BAD_ROW with the number of the line
 */
export function wisconsinRows(text: string, source: string): WisconsinRows {
  const values: number[] = [];
  const labels: number[] = [];
  text.split(/\r?\n/).forEach((line, k) => {
    if (line.trim() === '') return;
    const cells = line.split(',').map((cell) => cell.trim());
    const numbers = cells.slice(1, -1).map((cell) => (cell === '?' ? Number.NaN : Number(cell)));
    const isFeature = (value: number, f: number): boolean => cells[f + 1] === '?' || (Number.isInteger(value) && value >= 1 && value <= 10);
    const label = ['2', '4'].indexOf(cells.at(-1)!);
    if (numbers.length !== features || !numbers.every(isFeature) || label < 0) {
      throw new N3mlError(
        'N3ML_BAD_ROW',
        `Line ${k + 1} of ${source} is '${line.slice(0, 60)}': it is to have a number, nine features from 1 to 10 (or ?) and the class 2 or 4, with commas between.`,
        { details: { source, line: k + 1 } },
      );
    }
    values.push(...numbers);
    labels.push(label);
  });
  return { values: Float32Array.from(values), labels: Uint8Array.from(labels) };
}

/** The rows without those in which a feature is missing. */
export function withoutMissing({ values, labels }: WisconsinRows): WisconsinRows {
  const row = (k: number): Float32Array => values.subarray(k * features, (k + 1) * features);
  const whole = Array.from(labels, (_, k) => k).filter((k) => !row(k).some(Number.isNaN));
  return { values: Float32Array.from(whole.flatMap((k) => [...row(k)])), labels: Uint8Array.from(whole, (k) => labels[k]!) };
}

/**
 * The rows with the median of its feature in place of each value that is missing.
 *
 * @param known the rows that the medians are of
 */
export function withMedians({ values, labels }: WisconsinRows, known: Uint32Array): WisconsinRows {
  const medians = Array.from({ length: features }, (_, f) => {
    const column = Array.from(known, (k) => values[k * features + f]!).filter((value) => !Number.isNaN(value));
    return column.sort((a, b) => a - b)[Math.floor(column.length / 2)]!;
  });
  return { values: values.map((value, at) => (Number.isNaN(value) ? medians[at % features]! : value)), labels };
}
