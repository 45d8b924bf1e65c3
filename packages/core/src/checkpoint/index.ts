/**
 * Checkpoints as bytes, in the layout of safetensors. A way in of its own: what only makes or uses plugins doesn't carry it.
 *
 * @packageDocumentation
 */
export * from './decode-checkpoint.ts';
export * from './decode-safetensors.ts';
export * from './encode-checkpoint.ts';
