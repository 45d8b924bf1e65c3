import { fromRun } from '../src/node/index.ts';

// Prints what it sees of the run whose URL it is given.
fromRun(process.argv[2]!)
  .all()
  .subscribe({
    next: (event) => process.stdout.write(`${event.type}${event.type === 'spikes' ? ` ${event.ids}` : ''}\n`),
    complete: () => process.stdout.write('complete\n'),
    error: (error: Error) => process.stdout.write(`${error.message}\n`),
  });
