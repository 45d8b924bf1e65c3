/**
 * What a thing in a registry is: summary and source, options, equations, kernels, and plots that are measured by running it.
 *
 * @packageDocumentation
 */
export { examinedKinds, explain } from './explain.ts';
export type { ExplainedEquation, ExplainedKernel, ExplainedOption, ExplainedPlot, ExplainOptions, Explanation } from './explanation.ts';
