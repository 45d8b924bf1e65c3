/** What a page has measured of itself, in ms. */
export interface FrameTimes {
  /** From one frame to the next. */
  readonly intervals: readonly number[];
  /** Drawing in a frame, where something was drawn. */
  readonly drawings: readonly number[];
  /** Taking a message: decoding, and whatever else happens before the next frame is drawn. */
  readonly messages: readonly number[];
}

/** As much of a browser's window as is needed. */
interface Page {
  requestAnimationFrame(callback: (time: number) => void): number;
  frameTimes?: { intervals: number[]; drawings: number[]; messages: number[] };
}

/**
 * Measures the page that it is put into, before the page's own scripts run: it wraps the ways in which they are called, so the page needs nothing for it. Playwright
 * sends the text of this function: it can use nothing from outside.
 */
export function meterFrames(): void {
  const page = globalThis as unknown as Page;
  const times = { intervals: [] as number[], drawings: [] as number[], messages: [] as number[] };
  page.frameTimes = times;
  const nextFrame = page.requestAnimationFrame.bind(globalThis);
  page.requestAnimationFrame = (callback) =>
    nextFrame((time) => {
      const begun = performance.now();
      callback(time);
      meter.drawing += performance.now() - begun;
    });

  // An object, since what turns TypeScript into JavaScript gives functions in constants their names by a helper that isn't there.
  const meter = {
    drawing: 0,
    last: performance.now(),
    look(): void {
      const now = performance.now();
      times.intervals.push(now - meter.last);
      if (meter.drawing > 0) times.drawings.push(meter.drawing);
      meter.last = now;
      meter.drawing = 0;
      nextFrame(() => meter.look());
    },
  };
  meter.look();

  const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage')!;
  Object.defineProperty(WebSocket.prototype, 'onmessage', {
    set(this: WebSocket, listener: (event: MessageEvent) => void) {
      set!.call(this, (event: MessageEvent) => {
        const begun = performance.now();
        listener(event);
        times.messages.push(performance.now() - begun);
      });
    },
  });
}
