/** What becomes an entry: of another type than a file ('0') where that is given. */
export interface TarInput {
  readonly name: string;
  readonly bytes?: Uint8Array;
  readonly type?: string;
  readonly prefix?: string;
}

/** Writes a tar archive as POSIX.1-1988 describes it: the other side of `readTar`. */
export function writeTar(inputs: readonly TarInput[], endBlocks = 2): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const { name, bytes = new Uint8Array(), type = '0', prefix = '' } of inputs) {
    const header = new Uint8Array(512);
    const put = (text: string, at: number): void => header.set(new TextEncoder().encode(text), at);
    put(name, 0);
    put('0000644\0', 100);
    put(`${bytes.length.toString(8).padStart(11, '0')} `, 124);
    put('        ', 148);
    put(type, 156);
    put('ustar\x0000', 257);
    put(prefix, 345);
    const sum = header.reduce((total, byte) => total + byte, 0);
    put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const body = new Uint8Array(Math.ceil(bytes.length / 512) * 512);
    body.set(bytes);
    blocks.push(header, body);
  }
  return new Uint8Array(Buffer.concat([...blocks, new Uint8Array(512 * endBlocks)]));
}
