import { checkOptions, type EventBus } from '@n3ml/core';
import { serverToken } from '@n3ml/core/node';
import { type AddressOptions, addressSpecs } from './address-options.ts';
import { PictureSampler } from './picture-sampler.ts';
import { RunControl } from './run-control.ts';
import { RunView } from './run-view.ts';
import { PageServer } from './server/page-server.ts';
import { SpikeSampler } from './spike-sampler.ts';

/** Options of {@link openDashboard}. */
export interface DashboardOptions extends AddressOptions {
  /** More names under which browsers may know this machine, behind a proxy for example. @default none */
  readonly hosts?: readonly string[];
  /** Asks the run to stop at its next sample end. @default none, and no button for it */
  readonly stop?: () => void;
  /** A run that is aborted is not kept waiting by a pause. */
  readonly signal?: AbortSignal;
  /** The events are those of a recording: its spikes cost nobody anything, so they are kept for browsers that come later, too. @default false */
  readonly recorded?: boolean;
}

/** A dashboard that is open. */
export interface Dashboard {
  /** Of the page, with the token where there is one. */
  readonly url: string;
  /** No more events will come, though the page stays: a run that has not told of its end (a recording may be cut short) counts as stopped. */
  ended(): void;
  /** Lets a paused run go on, sends the last news to browsers and closes the server, within about a second. Call it before the bus is closed. Never rejects. */
  close(): Promise<void>;
}

/**
 * Opens a live page on what happens on a bus: curves, weights while they are learned, spikes, thresholds, the log; pause, resume and stop. Whatever plays events
 * into a bus can be watched, a run as well as a recording.
 *
 * The run is never kept waiting but by a pause: what a browser is too slow for is not sent to it. Spikes are listened to for a sample now and then, and only while
 * a browser shows them; weights and other pictures are asked for now and then. Weights and results are the same with and without it, bit for bit.
 *
 * The server is bound to 127.0.0.1; on another address whoever comes in needs the token, which is made up where none is given and stands in the URL.
 *
 * @throws N3mlError N3ML_PORT_IN_USE, N3ML_PORT_FORBIDDEN, N3ML_BAD_HOST, N3ML_BAD_TOKEN, N3ML_BAD_OPTION, N3ML_BUS_CLOSED; nothing is left open then
 * @example
 * const stopper = new AbortController();
 * const page = await openDashboard(bus, { port: 0, stop: () => stopper.abort() });
 * console.log(page.url);
 * await model.train(data, { registry, bus, signal: stopper.signal });
 * await page.close();
 * await bus.close();
 */
export async function openDashboard(bus: EventBus, options: DashboardOptions = {}): Promise<Dashboard> {
  const { hosts = [], stop, signal, recorded = false, ...given } = options;
  const { host, port, token } = checkAddress(given);
  const view = new RunView();
  const pictures = new PictureSampler(bus, view, { isWatched: () => server.isWatched, isFree: recorded });
  const stopRun =
    stop &&
    (() => {
      pictures.awaitLast();
      stop();
    });
  const control = new RunControl(bus, view, { stop: stopRun });
  const { controls } = control;
  const browserHost = {
    view,
    controls,
    isRecorded: recorded,
    pause: () => control.pause(),
    resume: () => control.resume(),
    stop: () => control.stop(),
  };
  const server = new PageServer(browserHost, { host, port, token, hosts, onTick: () => sampler.look() });
  const sampler = new SpikeSampler(bus, view, { isWatched: () => server.spikesAreWatched, isFree: recorded });
  const url = await server.listen();

  const { handlers } = view;
  const between = ({ done, total }: { readonly done: number; readonly total: number }): void => {
    if (done >= total) pictures.awaitLast();
    else pictures.between();
    control.atStep();
  };
  let detach: () => void;
  try {
    detach = bus.attach({
      name: 'dashboard',
      on: {
        ...handlers,
        'run:start': (event) => {
          handlers['run:start']?.(event);
          pictures.begin();
          sampler.begin();
        },
        'sample:end': (event) => {
          handlers['sample:end']?.(event);
          sampler.between(event);
          between(event);
        },
        'batch:end': (event) => {
          handlers['batch:end']?.(event);
          between(event);
        },
        // Perhaps the last one: a run may end before all samples are done.
        'epoch:end': () => pictures.listen(),
        progress: (event) => {
          handlers.progress?.(event);
          control.atStep();
        },
        'run:end': (event) => {
          control.close();
          sampler.stop();
          handlers['run:end']?.(event);
          pictures.begin();
        },
      },
    });
  } catch (error) {
    await server.close();
    throw error;
  }
  const goOn = (): void => {
    pictures.awaitLast();
    control.close();
  };
  signal?.addEventListener('abort', goOn);

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    signal?.removeEventListener('abort', goOn);
    control.close();
    sampler.stop();
    pictures.stop();
    detach();
    await server.close();
  };
  return {
    url,
    ended() {
      control.close();
      sampler.stop();
      pictures.stop();
      view.ended();
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function checkAddress(given: AddressOptions): { readonly host: string; readonly port: number; readonly token: string | undefined } {
  const { host, port, token } = checkOptions(addressSpecs, { ...given }, "'dashboard'") as unknown as Required<AddressOptions>;
  return { host, port, token: serverToken(token, host, 'the dashboard') };
}
