import { syntheticDigits } from '@n3ml/datasets';
import { testDataset } from '../src/index.ts';

testDataset('synthetic-digits', () => syntheticDigits({ train: 120, test: 20 }));
