export { testLearningRule, type LearningRuleSuiteOptions } from './test-learning-rule.ts';
export { testNeuron, type NeuronSuiteOptions } from './test-neuron.ts';
