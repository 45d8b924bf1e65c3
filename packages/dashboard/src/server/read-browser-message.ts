import type { BrowserMessage } from '../wire/messages.ts';

/** What a browser has sent; undefined where it is nothing that a page of ours sends. */
export function readBrowserMessage(text: string): BrowserMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, update, weights, spikes } = value as Readonly<Record<string, unknown>>;
  switch (type) {
    case 'pause':
    case 'resume':
    case 'stop':
      return { type };
    case 'shown':
      return Number.isSafeInteger(update) ? { type, update: update as number } : undefined;
    case 'watch':
      return typeof weights === 'boolean' && typeof spikes === 'boolean' ? { type, weights, spikes } : undefined;
    default:
      return undefined;
  }
}
