import { interpreter, wasm } from '@n3ml/engine';
import { testExecutor } from '../src/index.ts';

testExecutor('wasm', () => wasm(), { workers: [1, 2, 3] });
testExecutor('interpreter', () => interpreter(), { allocates: true });
