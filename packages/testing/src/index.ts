export type { Given } from './given.ts';
export { type NetworkParts, type NetworkRecipe, networkOf, networkRecipe } from './random-network.ts';
export { type DatasetSuiteOptions, testDataset } from './test-dataset.ts';
export { type EncoderSuiteOptions, testEncoder } from './test-encoder.ts';
export { type ExecutorSuiteOptions, testExecutor } from './test-executor.ts';
export { type LearningRuleSuiteOptions, testLearningRule } from './test-learning-rule.ts';
export { type NeuronSuiteOptions, testNeuron } from './test-neuron.ts';
export { type ObserverSuiteOptions, testObserver } from './test-observer.ts';
export type { LearnableKind } from './topologies.ts';
