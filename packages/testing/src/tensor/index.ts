export { type BackendSuiteOptions, testBackend } from './test-backend.ts';
