import { readFile, rm, stat, writeFile } from 'node:fs/promises';

/** What a partial download is a part of. */
export interface PartOrigin {
  readonly url: string;
  /** The strong ETag or the date of last change, for If-Range; absent where the server gave neither. */
  readonly validator?: string;
}

/** A download that isn't finished: its bytes in `<target>.part`, what they are in `<target>.part.json`. */
export interface PartFile {
  readonly path: string;
  /** How many bytes there are of `url`, and the validator they came with; nothing of them where they came from elsewhere. */
  resumable(url: string): Promise<{ readonly bytes: number; readonly validator?: string }>;
  remember(origin: PartOrigin): Promise<void>;
  /** Removes both files. */
  remove(): Promise<void>;
}

export function partFile(target: string): PartFile {
  const path = `${target}.part`;
  const originPath = `${path}.json`;
  return {
    path,
    async resumable(url) {
      const nothing = { bytes: 0 };
      try {
        const origin = JSON.parse(await readFile(originPath, 'utf8')) as PartOrigin;
        if (origin.url !== url) return nothing;
        const { size } = await stat(path);
        return origin.validator === undefined ? { bytes: size } : { bytes: size, validator: origin.validator };
      } catch {
        return nothing;
      }
    },
    remember: (origin) => writeFile(originPath, JSON.stringify(origin)),
    async remove() {
      await rm(path, { force: true });
      await rm(originPath, { force: true });
    },
  };
}
