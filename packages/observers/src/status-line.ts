/** Where text goes: `process.stderr` is one. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

const carriageReturn = '\r';
const eraseToEnd = '\u001b[K';

/**
 * The last line of a terminal, repainted in place. The cursor is never hidden or moved to another line, so a process that is killed leaves
 * a terminal in order.
 */
export class StatusLine {
  readonly #stream: TextStream;
  #painted = false;

  constructor(stream: TextStream) {
    this.#stream = stream;
  }

  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  /** Characters that fit without wrapping: the last column stays free, as some terminals wrap when it is written. */
  get width(): number {
    const { columns } = this.#stream;
    return this.isTerminal && columns !== undefined && columns > 0 ? columns - 1 : 120;
  }

  /** Replaces what stands on the line. */
  paint(text: string): void {
    this.#stream.write(carriageReturn + text + eraseToEnd);
    this.#painted = true;
  }

  /** Erases the line. */
  clear(): void {
    if (this.#painted) this.#stream.write(carriageReturn + eraseToEnd);
    this.#painted = false;
  }

  /** A line that stays. */
  print(text: string): void {
    this.clear();
    this.#stream.write(`${text}\n`);
  }
}
