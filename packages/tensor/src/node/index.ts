export { loadModel, saveModel } from './model-folder.ts';
