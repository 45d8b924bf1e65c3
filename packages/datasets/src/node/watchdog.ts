/** Aborts when nothing has been heard for a while. */
export interface Watchdog {
  readonly signal: AbortSignal;
  /** Something was heard: the time starts again. */
  heard(): void;
  stop(): void;
}

export function watchdog(timeoutMs: number): Watchdog {
  const controller = new AbortController();
  const start = (): NodeJS.Timeout => setTimeout(() => controller.abort(), timeoutMs);
  let timer = start();
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(timer);
      timer = start();
    },
    stop: () => clearTimeout(timer),
  };
}
