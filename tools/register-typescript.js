// Lets Node 20 load TypeScript, in the main thread and in every worker thread: `node --import ./tools/register-typescript.js file.ts`.
// (`--import tsx` reaches the main thread only. Node 22.18 and later strip types by themselves.)
import { register } from 'tsx/esm/api';

register();
