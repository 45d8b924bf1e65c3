import type { SlidingWindow } from '../synapses.ts';
import { refusal, type Site } from './site.ts';

/** A sheet [height, width, channels] with zeros around it. */
export interface PaddedSheet {
  readonly shape: readonly number[];
  readonly padding: SlidingWindow['padding'];
}

const pair = (value: unknown): [number, number] =>
  Array.isArray(value) ? [value[0] as number, value[1] as number] : [value as number, value as number];

/**
 * The zeros that `padding: 'same'` puts before and after a line, for a window at every multiple of the stride; an odd zero goes behind.
 * A window of 3 with stride 2 over 28 places needs none before and one behind.
 */
function samePadding(length: number, size: number, stride: number): [number, number] {
  const total = Math.max(0, (Math.ceil(length / stride) - 1) * stride + size - length);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** @throws N3mlError N3ML_UNSUPPORTED_LAYER where the layer's config says 'channelsFirst' */
export function checkChannelsLast(site: Site): void {
  if (site.config.dataFormat === 'channelsFirst') {
    throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', "its data format is 'channelsFirst'", "Build the model with 'channelsLast'.");
  }
}

/**
 * The window of a convolution or a pooling, with the zeros around the sheet in its padding.
 *
 * @param size of the window, as it stands in the layer's config
 * @throws N3mlError N3ML_UNSUPPORTED_LAYER for dilation and for channels first
 */
export function windowOf(site: Site, { shape, padding: [top, bottom, left, right] }: PaddedSheet, size: unknown): SlidingWindow {
  const { dilationRate, strides: stride, padding } = site.config;
  checkChannelsLast(site);
  if (pair(dilationRate ?? 1).some((rate) => rate !== 1)) {
    throw refusal(site, 'N3ML_UNSUPPORTED_LAYER', `its dilation is ${dilationRate}`, 'Use a dilation of 1.');
  }
  const [height, width] = pair(size);
  const strides = pair(stride);
  const same = padding === 'same';
  const rows = same ? samePadding(shape[0]! + top + bottom, height, strides[0]) : [0, 0];
  const columns = same ? samePadding(shape[1]! + left + right, width, strides[1]) : [0, 0];
  return {
    size: [height, width],
    strides,
    padding: [top + rows[0]!, bottom + rows[1]!, left + columns[0]!, right + columns[1]!],
  };
}
