export * from './cache-folder.ts';
export * from './download.ts';
export * from './find-mnist.ts';
export * from './load-mnist.ts';
export * from './mnist-files.ts';
export * from './sha256-of-file.ts';
