import type { OptionSpecs } from '@n3ml/core';
import { addressSpecs } from '@n3ml/dashboard';
import { streamSpecs } from '@n3ml/recording/node';
import type { FlagSpecs } from './flag.ts';

/** Options of every command. */
export const outputSpecs = {
  json: { type: 'boolean', describe: 'events as JSON lines on stdout, everything else on stderr', default: false },
  quiet: { type: 'boolean', describe: 'no progress and no notes', default: false },
  config: { type: 'string', describe: 'config file with plugins; without it n3ml.config.{ts,mts,js,mjs,json} here' },
} as const satisfies OptionSpecs;

/** Options that choose the data of a run. */
export const dataSpecs = {
  data: { type: 'string', describe: 'dataset: synthetic, mnist, or what a plugin provides' },
  dataDir: { type: 'string', describe: "the dataset's folder" },
} as const satisfies OptionSpecs;

/** The option that names observers. */
export const observeSpec = {
  observe: { type: 'string', describe: "observers beside the usual ones, separated by commas ('n3ml plugins' lists them)" },
} as const satisfies OptionSpecs;

/** Where the page is if nobody says. */
export const usualPort = addressSpecs.port.default;
/** Where the stream is if nobody says. */
export const usualStreamPort = streamSpecs.port.default;
const { default: _, ...port } = addressSpecs.port;

/** Options that show a run to others while it is on: on a page, and as a stream of events. */
export const liveSpecs = {
  dashboard: {
    ...port,
    describe: 'shows the run on a page of this machine, which can pause and stop it; its port, 0 for any that is free',
    alone: usualPort,
  },
  stream: {
    ...port,
    describe: 'streams the events of the run to other programs of this machine (fromRun); its port, 0 for any that is free',
    alone: usualStreamPort,
  },
} as const satisfies FlagSpecs;

/** Options that change how long a run takes, never what it gives. */
export const executionSpecs = {
  workers: { type: 'integer', describe: 'threads for a network that is not learning', default: 1, min: 1 },
  executor: { type: 'string', describe: 'what runs a network of spikes', default: 'wasm' },
  backend: { type: 'string', describe: 'what computes with tensors, where a model does; without it the fastest that is there' },
} as const satisfies OptionSpecs;
