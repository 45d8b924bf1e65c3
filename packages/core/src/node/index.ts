export { Access, type AccessOptions, isLoopback, type Refusal, urlHost } from './access.ts';
export { readCheckpoint, writeCheckpoint } from './checkpoint-file.ts';
export { listenError } from './listen-error.ts';
export { serverToken } from './server-token.ts';
export { writeFileAtomic } from './write-file-atomic.ts';
