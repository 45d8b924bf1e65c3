export { readCheckpoint, writeCheckpoint } from './checkpoint-file.ts';
export { writeFileAtomic } from './write-file-atomic.ts';
