export { type BalancerSuiteOptions, testBalancer } from './test-balancer.ts';
