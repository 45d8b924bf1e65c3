/**
 * Makes spike trains. A way in of its own, for those who make spikes; whoever only reads them doesn't carry it.
 *
 * @packageDocumentation
 */
export * from './spike-train-builder.ts';
