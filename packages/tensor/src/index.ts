export type { Backend } from './backends/backend.ts';
export { type OpenBackendOptions, type OpenedBackend, openBackend } from './backends/open-backend.ts';
export { type Backends, default } from './plugin.ts';
export * as tf from './tf.ts';
