/**
 * A live page of a run: curves, weights while they are learned, spikes; pause, resume and stop.
 *
 * @packageDocumentation
 */
import { definePlugin } from '@n3ml/core';
import { dashboard } from './dashboard.ts';

export { type AddressOptions, addressSpecs } from './address-options.ts';
export { type DashboardObserverOptions, dashboard } from './dashboard.ts';
export { type Dashboard, type DashboardOptions, openDashboard } from './open-dashboard.ts';
export { decodeFrame, encodeFrame, type FrameArray } from './wire/frame.ts';
export type * from './wire/messages.ts';

declare module '@n3ml/core' {
  interface Observers {
    dashboard: typeof dashboard;
  }
}

/** The observer as a plugin. */
export default definePlugin({
  name: '@n3ml/dashboard',
  version: '0.0.0',
  api: 1,
  provides: { observer: { dashboard } },
});
