/** The dots of a character of Braille, 2 wide and 4 high, by row and column. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const EMPTY = 0x2800;

/** A canvas of dots that is printed as characters of Braille, 2 x 4 dots each. */
export class BrailleCanvas {
  readonly width: number;
  readonly height: number;
  readonly #columns: number;
  readonly #cells: Uint16Array;

  constructor(columns: number, rows: number) {
    this.width = 2 * columns;
    this.height = 4 * rows;
    this.#columns = columns;
    this.#cells = new Uint16Array(columns * rows).fill(EMPTY);
  }

  /** Sets a dot; x from the left, y from the top. One that lies outside is left out. */
  dot(x: number, y: number): void {
    const [column, row] = [Math.round(x), Math.round(y)];
    if (!(column >= 0 && column < this.width && row >= 0 && row < this.height)) return;
    this.#cells[(row >> 2) * this.#columns + (column >> 1)]! |= DOTS[row & 3]![column & 1]!;
  }

  line(x0: number, y0: number, x1: number, y1: number): void {
    const dots = Math.max(1, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))));
    for (let k = 0; k <= dots; k++) this.dot(x0 + ((x1 - x0) * k) / dots, y0 + ((y1 - y0) * k) / dots);
  }

  /** A row of characters; those without a dot are `blank`. */
  row(row: number, blank: string): string {
    const cells = this.#cells.subarray(row * this.#columns, (row + 1) * this.#columns);
    return Array.from(cells, (cell) => (cell === EMPTY ? blank : String.fromCharCode(cell))).join('');
  }
}
