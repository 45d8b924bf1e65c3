import { answerParent } from './fresh-process.ts';
import { accuracyOfSeed } from './seed-accuracy.ts';

answerParent(accuracyOfSeed);
