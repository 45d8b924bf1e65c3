import type { ChunkEntry } from './recording-index.ts';

/** Beyond so many entries, every second one goes. */
const MOST = 4096;

/** Where chunks of events lie, for the index of a file: of all of them, or of every 2nd, 4th ... in a recording so long that all would take memory without end. */
export class ChunkPlaces {
  #entries: ChunkEntry[] = [];
  #stride = 1;
  #chunks = 0;

  add(entry: ChunkEntry): void {
    if (this.#chunks++ % this.#stride !== 0) return;
    this.#entries.push(entry);
    if (this.#entries.length <= MOST) return;
    this.#entries = this.#entries.filter((_, k) => k % 2 === 0);
    this.#stride *= 2;
  }

  get entries(): readonly ChunkEntry[] {
    return this.#entries;
  }
}
