import { availableParallelism, cpus, loadavg } from 'node:os';

/** What a figure was measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  /** Load of the last minute before the measurement, in running processes: above 0 something else was at work. */
  readonly load: number;
}

export const thisMachine = (): Machine => ({
  cpu: cpus()[0]?.model.replaceAll(/\s+/g, ' ').trim() ?? 'unknown processor',
  cores: availableParallelism(),
  node: process.version,
  load: loadavg()[0] ?? 0,
});

export const describeMachine = ({ cpu, cores, node, load }: Machine): string =>
  `${cpu}, ${cores} core${cores === 1 ? '' : 's'}, Node ${node.slice(1)}, load ${load.toFixed(2)}`;
