import { coreEventTypes, createEventBus, type EventHandlers, type Observer, type RunEvent, withOptions } from '@n3ml/core';
import { type AddressOptions, addressSpecs } from './address-options.ts';
import { type Dashboard, openDashboard } from './open-dashboard.ts';

/** Options of {@link dashboard}. */
export interface DashboardObserverOptions extends AddressOptions {
  /**
   * Shows a raster. Every spike of the run then comes by, shown or not, which slows the training; {@link openDashboard} listens now and then.
   * @default false
   */
  readonly spikes?: boolean;
  /** Is told the URL of the page. @default process.stderr */
  readonly stream?: { write(text: string): unknown };
}

/** All that the page knows. Spike times are not of core but of the package whose networks code by them. */
const types: readonly string[] = [...coreEventTypes, 'spike-times'];

/**
 * The dashboard as an observer by name, for `--observe dashboard` and configurations. It opens the page at the first event and closes it with the bus. It can pause the
 * run, but not stop it; {@link openDashboard} can do both.
 *
 * @throws N3mlError what {@link openDashboard} throws; reported as `observer:error`, the run goes on
 * @example bus.attach(dashboard({ port: 0 }))
 */
export const dashboard = withOptions(
  { ...addressSpecs, spikes: { type: 'boolean', describe: 'show a raster; slows the training', default: false } },
  ({ spikes = false, stream = process.stderr, ...address }: DashboardObserverOptions = {}): Observer => {
    // The events go on to a bus of its own, and its back-pressure comes back: this observer's handler is pending while that bus has to settle.
    const bus = createEventBus();
    let opening: Promise<Dashboard> | undefined;
    const open = async (): Promise<void> => {
      opening = openDashboard(bus, address);
      stream.write(`Dashboard: ${(await opening).url}\n`);
    };
    const relay = (event: RunEvent): void | Promise<void> => {
      if (!opening) return open().then(() => emit(event));
      emit(event);
      if ((event.type === 'sample:end' || event.type === 'batch:end') && bus.unsettled) return bus.settle();
    };
    const emit = ({ type, ...payload }: RunEvent): void => {
      const channel = bus.channel(type) as { readonly active: boolean; emit(payload: object): void };
      if (channel.active) channel.emit(payload);
    };
    return {
      name: 'dashboard',
      // A pause lasts as long as somebody wants.
      patience: Infinity,
      on: Object.fromEntries(types.filter((type) => spikes || type !== 'spikes').map((type) => [type, relay])) as EventHandlers,
      async close() {
        // That it could not be opened has been reported.
        const page = await opening?.catch(() => undefined);
        await page?.close();
        await bus.close();
      },
    };
  },
  { summary: 'Shows the run live on a web page of this machine, with a button to pause it.' },
);
