import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkOptions, type EventHandlers, type Observer, type OptionSpecs, withOptions } from '@n3ml/core';
import { serverToken } from '@n3ml/core/node';
import { openMetricsServer } from './prometheus/metrics-server.ts';
import { RunMetrics } from './prometheus/run-metrics.ts';

/** Options of {@link prometheus}. */
export interface PrometheusOptions {
  /** 0: any that is free. @default 9464 */
  readonly port?: number;
  /** Address to bind to. @default '127.0.0.1': this machine only */
  readonly host?: string;
  /** What whoever asks has to send as `?token=`: 16 to 128 letters, digits, '-' or '_'. @default none on this machine, a random one on any other address */
  readonly token?: string;
  /** Told the URL of the metrics once they are served. @default nobody */
  readonly onListening?: (url: string) => void;
}

const specs = {
  port: { type: 'integer', describe: 'port of the metrics; 0: any that is free', default: 9464, min: 0, max: 65_535 },
  host: { type: 'string', describe: 'address to bind to', default: '127.0.0.1' },
  token: { type: 'string', describe: 'what whoever asks has to know' },
} as const satisfies OptionSpecs;

/**
 * Serves the figures of a run to Prometheus at `http://127.0.0.1:9464/metrics`, in the text format 0.0.4, from its first event until the bus closes. Their names begin with
 * `n3ml_`: samples, spikes, accuracy, loss, every metric by its name, dropped events and observers that failed.
 *
 * @throws N3mlError N3ML_BAD_OPTION, N3ML_BAD_TOKEN; at the first event N3ML_PORT_IN_USE, N3ML_PORT_FORBIDDEN, N3ML_BAD_HOST: the run goes on without it
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 * @example bus.attach(prometheus({ port: 9464 }))
 */
export const prometheus = withOptions(
  specs,
  ({ onListening, ...given }: PrometheusOptions = {}): Observer => {
    const { port, host } = checkOptions(specs, { ...given }, "observer 'prometheus'") as unknown as Required<PrometheusOptions>;
    const token = serverToken(given.token, host, "observer 'prometheus'");
    const metrics = new RunMetrics();
    let opening: Promise<void> | undefined;
    let server: Server | undefined;
    const open = async (): Promise<void> => {
      server = await openMetricsServer({ port, host, token }, () => String(metrics));
      const bound = (server.address() as AddressInfo).port;
      onListening?.(`http://${host}:${bound}/metrics${token === undefined ? '' : `?token=${token}`}`);
    };
    /** The run waits for the port at its first event, never after that. */
    const opened =
      (handle: (event: never) => void) =>
      (event: never): void | Promise<void> => {
        handle(event);
        if (opening) return;
        opening = open();
        return opening;
      };
    return {
      name: 'prometheus',
      on: Object.fromEntries(
        Object.entries(metrics.handlers).map(([type, handle]) => [type, opened(handle as (event: never) => void)]),
      ) as EventHandlers,
      close: async () => {
        await opening?.catch(() => undefined);
        server?.close();
        server?.closeAllConnections();
      },
    };
  },
  {
    summary: 'Serves the figures of a run as metrics, in the text format 0.0.4.',
    source: 'https://prometheus.io/docs/instrumenting/exposition_formats/',
  },
);
