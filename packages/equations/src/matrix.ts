/** A square matrix, row by row. */
export type Matrix = readonly (readonly number[])[];

const multiply = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => row.map((_, j) => row.reduce((sum, value, k) => sum + value * (b[k]?.[j] ?? 0), 0)));

const norm = (a: Matrix): number => Math.max(...a.map((row) => row.reduce((sum, value) => sum + Math.abs(value), 0)));

/** e^A, by scaling to a norm below 1/2, the Taylor series to double precision, and repeated squaring. */
export function exponential(a: Matrix): Matrix {
  const squarings = Math.max(0, Math.ceil(Math.log2(norm(a))) + 1);
  const scaled = a.map((row) => row.map((value) => value / 2 ** squarings));
  let term: number[][] = a.map((row, i) => row.map((_, j) => Number(i === j)));
  let sum = term;
  for (let k = 1; k <= 18; k++) {
    term = multiply(term, scaled).map((row) => row.map((value) => value / k));
    sum = sum.map((row, i) => row.map((value, j) => value + (term[i]?.[j] ?? 0)));
  }
  for (let k = 0; k < squarings; k++) sum = multiply(sum, sum);
  return sum;
}

/** P = e^(A t) and Q, the integral of e^(A s) over s from 0 to t: the solution of dx/dt = A x + b after t is P x + Q b. A may be singular. */
export function propagator(a: Matrix, t: number): { readonly p: Matrix; readonly q: Matrix } {
  const n = a.length;
  if (n === 1) {
    const rate = a[0]?.[0] ?? 0;
    return { p: [[Math.exp(rate * t)]], q: [[rate === 0 ? t : Math.expm1(rate * t) / rate]] };
  }
  const padded = [
    ...a.map((row, i) => [...row.map((value) => value * t), ...row.map((_, j) => (i === j ? t : 0))]),
    ...a.map(() => Array<number>(2 * n).fill(0)),
  ];
  const e = exponential(padded);
  return { p: e.slice(0, n).map((row) => row.slice(0, n)), q: e.slice(0, n).map((row) => row.slice(n)) };
}

/** The x of A x = b, by elimination with pivoting; undefined where A is singular. */
export function solve(a: Matrix, b: readonly number[]): readonly number[] | undefined {
  const n = a.length;
  const rows = a.map((row, i) => [...row, b[i] ?? 0]);
  const smallest = 1e-12 * norm(a);
  for (let column = 0; column < n; column++) {
    const pivot = rows.reduce(
      (best, row, i) => (i >= column && Math.abs(row[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0) ? i : best),
      column,
    );
    [rows[column], rows[pivot]] = [rows[pivot] ?? [], rows[column] ?? []];
    const top = rows[column] ?? [];
    const divisor = top[column] ?? 0;
    if (Math.abs(divisor) <= smallest) return undefined;
    rows.forEach((row, i) => {
      if (i === column) return;
      const factor = (row[column] ?? 0) / divisor;
      for (let j = column; j <= n; j++) row[j] = (row[j] ?? 0) - factor * (top[j] ?? 0);
    });
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
}
