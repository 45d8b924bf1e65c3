import { writeFileAtomic } from '@n3ml/core/node';

/** @throws N3mlError N3ML_CANNOT_WRITE */
export const writeSvg = (path: string, svg: string): Promise<void> => writeFileAtomic(path, new TextEncoder().encode(svg));
