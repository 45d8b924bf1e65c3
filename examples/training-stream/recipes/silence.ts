import type { RunEvent } from '@n3ml/core';
import { distinctUntilChanged, filter, map, type OperatorFunction, scan } from 'rxjs';

type Watched = RunEvent<'spikes' | 'sample:end'>;

interface State {
  /** Samples in a row without a spike. */
  readonly silent: number;
  /** Whether a spike has come in the sample that runs. */
  readonly heard: boolean;
  readonly done: number;
}

/** Gives the samples done when a population has fallen silent: no spike in `samples` samples in a row. Once for each silence. */
export const silence = (population: string, samples: number): OperatorFunction<Watched, number> => {
  const start: State = { silent: 0, heard: false, done: 0 };
  const next = (state: State, event: Watched): State => {
    if (event.type === 'spikes') return { ...state, heard: state.heard || (event.population === population && event.ids.length > 0) };
    return { silent: state.heard ? 0 : state.silent + 1, heard: false, done: event.done };
  };
  return (events) =>
    events.pipe(
      scan(next, start),
      filter(({ silent }) => silent === samples),
      map(({ done }) => done),
      distinctUntilChanged(),
    );
};
