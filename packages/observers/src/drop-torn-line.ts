import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';

const longest = 1 << 20; // bytes that a line has at most

/** Cuts a file after its last whole line: a disk that is full has taken the beginning of the next one. */
export function dropTornLine(path: string): void {
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, longest));
    readSync(file, tail, 0, tail.length, size - tail.length);
    const end = size - tail.length + tail.lastIndexOf(0x0a) + 1;
    if (end < size && (end > 0 || tail.length === size)) ftruncateSync(file, end);
  } finally {
    closeSync(file);
  }
}
