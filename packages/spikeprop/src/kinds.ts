import type { TimeEncoder } from './encoder/time-encoder.ts';
import type { TimeLoss } from './loss/time-loss.ts';
import type { Response } from './response/response.ts';
import type { SilentRule } from './silent-rule/silent-rule.ts';
import type { Update } from './update/update.ts';

// The parts of SpikeProp that can be replaced by name are kinds of the registry, with tables as open as those of core.
declare module '@n3ml/core' {
  /** Spike responses by name; packages add theirs by declaration merging. */
  interface Responses {}
  /** Encoders that give continuous spike times, by name. */
  interface TimeEncoders {}
  /** Losses of spike times by name. */
  interface TimeLosses {}
  /** Updates of weights by a gradient, by name. */
  interface Updates {}
  /** Rules that bring silent neurons back, by name. */
  interface SilentRules {}

  interface Kinds {
    response: { table: Responses; makes: Response };
    timeEncoder: { table: TimeEncoders; makes: TimeEncoder };
    timeLoss: { table: TimeLosses; makes: TimeLoss };
    update: { table: Updates; makes: Update };
    silentRule: { table: SilentRules; makes: SilentRule };
  }
}
