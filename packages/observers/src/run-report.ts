import type { CurvePoint } from './accuracy-curve.ts';

/** How often samples of each class were given each class. */
export interface Confusion {
  /** Names of the true classes, one a row. */
  readonly rows: readonly string[];
  /** Names of the classes given, one a column; there may be one more than rows, for samples that were given none. */
  readonly columns: readonly string[];
  /** [rows][columns] */
  readonly counts: readonly (readonly number[])[];
}

/** A picture of a report: the bytes of a PNG or the text of an SVG, which are put into the page, or the address of a file beside it. */
export interface ReportPicture {
  readonly caption: string;
  readonly source: { readonly png: Uint8Array } | { readonly svg: string } | { readonly path: string };
}

/** A run, as its report tells it. */
export interface RunReport {
  readonly title: string;
  readonly model: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly data: {
    readonly name: string;
    /** Made up, not measured: the report says so at its head. */
    readonly synthetic: boolean;
  };
  /** Figures by name. `accuracy`, and every name that ends in it, is a fraction and is shown as a percentage. */
  readonly results: Readonly<Record<string, number>>;
  /** False where the run was stopped. @default true */
  readonly finished?: boolean;
  readonly seconds?: number;
  /** When the run was made. */
  readonly date?: Date;
  /** By rising `done`; see `accuracyCurve`. */
  readonly curve?: readonly CurvePoint[];
  readonly confusion?: Confusion;
  readonly pictures?: readonly ReportPicture[];
  /** How to go on: commands to copy, each with what it does. */
  readonly commands?: readonly { readonly command: string; readonly describe: string }[];
}
