import type { NetworkBuilder } from './network-builder.ts';
import type { Signal } from './signal.ts';
import { refusal, type Site } from './site.ts';
import { checkChannelsLast } from './window-of.ts';

function flatten(site: Site, signal: Signal, network: NetworkBuilder): Signal {
  if (signal.kind === 'probabilities') return signal;
  if (signal.kind === 'sum') return { ...signal, flat: signal.flat || (signal.pool ?? signal).shape.length > 1 };
  const activity = network.unpaddedActivity(signal, site);
  return { ...activity, shape: site.shape, flat: activity.flat || activity.shape.length > 1 };
}

/** Flatten: [height, width, channels] in its own order. */
export function readFlatten(site: Site, [signal]: readonly Signal[], network: NetworkBuilder): Signal {
  checkChannelsLast(site);
  return flatten(site, signal!, network);
}

/** Reshape, where it flattens. */
export function readReshape(site: Site, [signal]: readonly Signal[], network: NetworkBuilder): Signal {
  if (site.shape.length === 1) return flatten(site, signal!, network);
  throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', `it reshapes to [${site.shape.join(', ')}]`, 'Only flattening, to one axis, is known.');
}

/** ZeroPadding2D: zeros that go into the window of the next layer. */
export function readZeroPadding(site: Site, [signal]: readonly Signal[], network: NetworkBuilder): Signal {
  checkChannelsLast(site);
  const activity = network.activity(signal!, site);
  const [[top, bottom], [left, right]] = site.config.padding as [[number, number], [number, number]];
  const { padding } = activity;
  return { ...activity, padding: [padding[0] + top, padding[1] + bottom, padding[2] + left, padding[3] + right] };
}
