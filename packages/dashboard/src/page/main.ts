import type { ServerMessage, WeightsMessage } from '../wire/messages.ts';
import { Connection } from './connection.ts';
import { Curves } from './curves.ts';
import { LogList } from './log-list.ts';
import { Painter } from './painter.ts';
import { Raster } from './raster.ts';
import { SpikeTimes } from './spike-times.ts';
import { StateHistogram } from './state-histogram.ts';
import { StatusBar } from './status-bar.ts';
import { WeightMap } from './weight-map.ts';

/** How often it is looked what is in view, in ms. */
const LOOK = 1000;

// The server has put the token into a cookie; in the address it would end up in bookmarks and screenshots.
if (location.search !== '') history.replaceState(null, '', location.pathname);

const painter = new Painter();
const curves = new Curves(painter);
const weights = new Map<string, WeightMap>();
/** Neurons of populations, as far as the run, its weights and its states tell. */
const sizes = new Map<string, number>();
let raster: Raster | undefined;
let spikeTimes: SpikeTimes | undefined;
let state: StateHistogram | undefined;
const log = new LogList();
const bar = new StatusBar((message) => connection.send(message));

/** The page as it was before a run. */
function clear(): void {
  curves.clear();
  for (const drawing of [...weights.values(), state, raster, spikeTimes]) drawing?.remove();
  weights.clear();
  sizes.clear();
  raster = spikeTimes = state = undefined;
}

function mapOf(connection: string): WeightMap {
  const map = weights.get(connection) ?? new WeightMap(painter, connection);
  weights.set(connection, map);
  return map;
}

/** Connections are called `pre-post`. */
function learnSizes({ connection, tiles, tileWidth, tileHeight }: WeightsMessage): void {
  const [pre, post] = connection.split('-');
  if (pre) sizes.set(pre, tileWidth * tileHeight);
  if (post) sizes.set(post, tiles);
  raster?.resized();
}

function take(message: ServerMessage): void {
  switch (message.type) {
    case 'run':
      clear();
      bar.takeRun(message);
      for (const [population, size] of Object.entries(message.populations)) sizes.set(population, size);
      return;
    case 'curve':
      curves.take(message);
      return;
    case 'weights':
      learnSizes(message);
      mapOf(message.connection).take(message);
      return;
    case 'state':
      sizes.set(message.population, message.values.length);
      raster?.resized();
      state ??= new StateHistogram(painter);
      state.take(message);
      return;
    case 'spikes':
      raster ??= new Raster(painter, sizes);
      raster.take(message);
      return;
    case 'spike-times':
      spikeTimes ??= new SpikeTimes(painter);
      spikeTimes.take(message);
      return;
    case 'log':
      log.take(message);
      return;
    case 'status':
      bar.takeStatus(message);
      // Behind the drawing: a browser that draws slowly, or a page that nobody looks at, is sent less.
      painter.afterwards(() => connection.send({ type: 'shown', update: message.update }));
  }
}

let watched = '';
/** Tells the server what is in view. What hasn't come yet may be, so it counts as seen. */
function watch(): void {
  const visible = document.visibilityState === 'visible';
  const isSeen = (drawings: readonly { readonly isVisible: boolean }[]): boolean =>
    visible && (drawings.length === 0 || drawings.some(({ isVisible }) => isVisible));
  const message = { type: 'watch', weights: isSeen([...weights.values()]), spikes: isSeen(raster ? [raster] : []) } as const;
  if (JSON.stringify(message) === watched) return;
  watched = JSON.stringify(message);
  connection.send(message);
}

const connection: Connection = new Connection({
  onMessage: take,
  onOpen() {
    bar.connected();
    watched = '';
    watch();
  },
  onLost: (isOver) => bar.lost(isOver),
});
document.addEventListener('visibilitychange', watch);
setInterval(watch, LOOK);
