import { readTar } from '@n3ml/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeTar } from './write-tar.ts';

/** The bytes in pieces of the given length. */
async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function read(archive: Uint8Array, length = archive.length): Promise<[string, number[]][]> {
  const entries: [string, number[]][] = [];
  for await (const { name, bytes } of readTar(pieces(archive, length), 'a.tar')) entries.push([name, [...bytes]]);
  return entries;
}

describe('readTar', () => {
  it('reads back what was written, however it comes in pieces', async () => {
    const files = fc.array(fc.tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.uint8Array({ maxLength: 1100 })), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(files, fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 0, max: 3 }), async (inputs, length, endBlocks) => {
        const archive = writeTar(
          inputs.map(([name, bytes]) => ({ name, bytes })),
          endBlocks,
        );
        expect(await read(archive, length)).toEqual(inputs.map(([name, bytes]) => [name, [...bytes]]));
      }),
    );
  });

  it('passes over what is no file, and joins a name that was split', async () => {
    const archive = writeTar([
      { name: 'folder/', type: '5' },
      { name: 'pax', type: 'x', bytes: Uint8Array.of(1, 2, 3) },
      { name: 'old', type: '\0', bytes: Uint8Array.of(4) },
      { name: 'link', type: '2' },
      { name: 'name', prefix: 'a/long', bytes: Uint8Array.of(5) },
    ]);
    expect(await read(archive)).toEqual([
      ['old', [4]],
      ['a/long/name', [5]],
    ]);
  });

  it('reads the stream to its end, so that a checksum there is checked', async () => {
    const damaged = async function* (): AsyncGenerator<Uint8Array> {
      yield writeTar([{ name: 'a' }]);
      throw new Error('the sum is wrong');
    };
    const all = async (): Promise<void> => {
      for await (const { name } of readTar(damaged(), 'a.tar')) expect(name).toBe('a');
    };
    await expect(all()).rejects.toThrow('the sum is wrong');
  });

  const archive = writeTar([{ name: 'a', bytes: new Uint8Array(700) }]);
  it.each([
    [
      100,
      "'a.tar' is cut off: its header at byte 0 takes 512 bytes, the archive has 100 of them. Delete it and fetch it again. [N3ML_TAR_TRUNCATED]",
    ],
    [
      800,
      "'a.tar' is cut off: its file 'a' takes 700 bytes, the archive has 288 of them. Delete it and fetch it again. [N3ML_TAR_TRUNCATED]",
    ],
  ])('says where an archive of %d bytes is cut off', async (length, message) => {
    await expect(read(archive.subarray(0, length))).rejects.toThrow(message);
  });

  it('refuses what is no archive', async () => {
    const message = "'a.tar' has no valid tar header at byte 0. Is it the right file? [N3ML_TAR_FORMAT]";
    await expect(read(new Uint8Array(2048).fill(65))).rejects.toThrow(message);
    await expect(read(Uint8Array.from(archive, (byte, k) => (k === 0 ? byte + 1 : byte)))).rejects.toThrow(message);
  });
});
