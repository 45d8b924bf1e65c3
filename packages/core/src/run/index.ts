/**
 * What the verbs of models have in common: events of a run, the order of samples, a look at the checkpoint. A way in of its own, for authors of models.
 *
 * @packageDocumentation
 */
export * from './announce-run.ts';
export * from './check-data.ts';
export * from './check-epochs.ts';
export * from './check-model.ts';
export * from './population-sizes.ts';
export * from './resume-position.ts';
export * from './sample-shape.ts';
export * from './shuffled-order.ts';
