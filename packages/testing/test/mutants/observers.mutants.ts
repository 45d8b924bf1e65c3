import type { Observer } from '@n3ml/core';
import { testObserver } from '../../src/index.ts';
import { caughtBy } from './caught-by.ts';

const watching = (change: Partial<Observer>): Observer => ({ name: 'watching', on: { 'sample:end': () => {} }, ...change });
let shown: Uint32Array[] = [];
let runs = 0;

testObserver(caughtBy('says what it is called and what it listens to', 'nothing that it listens to'), () => watching({ on: {} }));
testObserver(caughtBy('lives through every event, and through a second run', 'one run, and no more'), () => {
  let started = false;
  const start = (): void => {
    if (started) throw new Error('started twice');
    started = true;
  };
  return watching({ on: { 'run:start': start } });
});
testObserver(caughtBy('lives through a run that breaks off in an epoch, and through none', 'a file that only a run opens'), () => {
  let file: { close(): void } | undefined;
  const open = (): void => {
    file = { close: () => {} };
  };
  return watching({ on: { 'run:start': open }, close: () => file!.close() });
});
testObserver(caughtBy('lives through payloads that are empty or hold no numbers', 'numbers that it takes for granted'), () =>
  watching({
    on: {
      metric({ value }) {
        if (!Number.isFinite(value)) throw new RangeError(`${value}`);
      },
    },
  }),
);
testObserver(
  caughtBy('gives the same output for the same events', 'a count over all runs'),
  () => watching({ on: { 'run:end': () => void runs++ } }),
  { output: () => runs },
);
testObserver(
  caughtBy('keeps no borrowed array', 'spikes that it keeps as they are'),
  () => {
    shown = [];
    return watching({ on: { spikes: ({ ids }) => void shown.push(ids) } });
  },
  { output: () => shown },
);
testObserver(caughtBy('changes no payload', 'weights that it scales in place'), () =>
  watching({ on: { weights: ({ values }) => void values.fill(1) } }),
);
testObserver(caughtBy('can be closed twice', 'a second close that fails'), () => {
  let closed = false;
  return watching({
    close() {
      if (closed) throw new Error('closed');
      closed = true;
    },
  });
});
