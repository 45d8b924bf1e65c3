import { type Observer, withOptions } from '@n3ml/core';

/** Options of {@link templateName}. */
export interface TemplateNameOptions {
  /** Samples from one line to the next. @default 100 */
  readonly every?: number;
  /** Takes the lines. @default standard error, as standard output is for results */
  readonly write?: (line: string) => void;
}

/**
 * Writes the mean number of output spikes a sample, over the newest `every` samples. Observers change nothing in a run: this one learns what it writes from the
 * events `sample:end`.
 */
export const templateName = withOptions(
  { every: { type: 'integer', describe: 'samples from one line to the next', default: 100, min: 1 } },
  ({ every = 100, write = (line) => void process.stderr.write(line) }: TemplateNameOptions = {}): Observer => {
    let samples = 0;
    let sum = 0;
    const start = (): void => {
      samples = 0;
      sum = 0;
    };
    return {
      name: 'template-scope/template-name',
      on: {
        'run:start': start,
        'sample:end': ({ done, spikes }) => {
          samples++;
          sum += spikes;
          if (samples < every) return;
          write(`${done} samples: ${sum / samples} spikes a sample\n`);
          start();
        },
      },
    };
  },
  { summary: 'Writes the mean number of output spikes a sample.' },
);
