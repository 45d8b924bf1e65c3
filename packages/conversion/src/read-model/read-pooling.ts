import { INPUT } from '../analog-network.ts';
import type { SlidingWindow } from '../synapses.ts';
import type { NetworkBuilder } from './network-builder.ts';
import { unfolded } from './network-builder.ts';
import { NO_PADDING, type Signal, type WeightedSum } from './signal.ts';
import { refusal, type Site } from './site.ts';
import { checkChannelsLast, type PaddedSheet, windowOf } from './window-of.ts';

/** The window of the pooling; of a global one it is the whole sheet. */
function poolWindow(site: Site, sheet: PaddedSheet): SlidingWindow {
  if (!site.layer.getClassName().startsWith('Global')) return windowOf(site, sheet, site.config.poolSize);
  checkChannelsLast(site);
  const [top, bottom, left, right] = sheet.padding;
  return { size: [sheet.shape[0]! + top + bottom, sheet.shape[1]! + left + right], strides: [1, 1], padding: sheet.padding };
}

/** AveragePooling2D and GlobalAveragePooling2D. */
export function readAveragePooling(site: Site, [signal]: readonly Signal[], network: NetworkBuilder): WeightedSum {
  if (signal!.kind === 'sum' && !signal!.nonNegative) {
    const why = `'${signal!.name}' is averaged before it is rectified, and the two don't commute`;
    throw refusal(site, 'N3ML_MISSING_RELU', why, 'Put the ReLU before the pooling.');
  }
  const activity = network.plainActivity(signal!, site);
  const inputs = [{ from: activity.from, synapses: { op: 'average-pool' as const, ...poolWindow(site, activity) } }];
  return { kind: 'sum', name: site.name, shape: site.shape, flat: false, inputs, nonNegative: activity.nonNegative };
}

/** True where some window of the pooling lies beside the sheet, in the zeros around it. */
const hasEmptyWindow = ({ size, strides, padding }: SlidingWindow, places: readonly number[], sheet: readonly number[]): boolean =>
  [0, 1].some((side) => {
    const before = padding[2 * side]!;
    return size[side]! <= before || (places[side]! - 1) * strides[side]! - before >= sheet[side]!;
  });

/** MaxPooling2D and GlobalMaxPooling2D; of a sum that is not rectified yet it waits for the ReLU. */
export function readMaxPooling(site: Site, [signal]: readonly Signal[], network: NetworkBuilder): Signal {
  if (signal!.kind === 'sum' && !signal!.nonNegative && !signal!.pool) {
    const window = poolWindow(site, { shape: signal!.shape, padding: NO_PADDING });
    return { ...signal!, pool: { name: site.name, window, shape: site.shape } };
  }
  const activity = network.activity(signal!, site);
  if (activity.normalization) throw unfolded(site);
  const window = poolWindow(site, activity);
  const zeros = activity.padding.some((count) => count !== 0);
  if (zeros && (activity.from === INPUT || hasEmptyWindow(window, site.shape, activity.shape))) {
    const why = 'the zeros around what it gets can be the largest';
    throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', why, "Use padding 'same' in place of ZeroPadding2D.");
  }
  return network.maxPool(site.name, activity.from, window, site.shape);
}
