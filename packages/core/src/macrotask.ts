type Task = () => void;
interface Turns {
  readonly setImmediate?: (task: Task) => unknown;
  readonly MessageChannel?: typeof MessageChannel;
}

/** Runs `task` in a turn of the event loop of its own, so that timers, signals and sockets come in between. */
export function macrotask(task: Task): void {
  const { setImmediate, MessageChannel } = globalThis as Turns;
  if (setImmediate) {
    setImmediate(task);
  } else if (MessageChannel) {
    // Browsers have no setImmediate, and hold back nested timers by 4 ms.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      task();
    };
    port2.postMessage(undefined);
  } else {
    setTimeout(task, 0);
  }
}

/** One turn of the event loop. */
export const turn = (): Promise<void> => new Promise((resolve) => macrotask(resolve));
