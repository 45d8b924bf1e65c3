import type { Events } from '@n3ml/core';

/** Told how a download or another long piece of work goes; what it gets can be emitted as a `progress` event unchanged. */
export type ProgressListener = (progress: Events['progress']) => void;
