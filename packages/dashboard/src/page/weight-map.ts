import type { WeightsMessage } from '../wire/messages.ts';
import { Card, element } from './card.ts';
import { pixelTable } from './colour-map.ts';
import type { Painter } from './painter.ts';
import { formatNumber, formatWhole } from './quantity.ts';
import { Surface } from './surface.ts';
import { onThemeChange, pixelOf, themeColour } from './theme.ts';
import { GAP, type TileLayout, tileLayout } from './tile-layout.ts';
import { TilePainter } from './tile-painter.ts';

/** Time for painting tiles in one frame, in ms: the rest of the frame belongs to everything else. */
const BUDGET = 6;
/** Tiles between two looks at the clock. */
const CHUNK = 64;

/** The weights of a connection: a tile for each postsynaptic neuron, its receptive field. */
export class WeightMap {
  readonly #card: Card;
  readonly #surface: Surface;
  readonly #legend = document.createElement('canvas');
  readonly #low = element('span');
  readonly #high = element('span');
  readonly #lens = element('div', 'lens');
  readonly #lensTile = document.createElement('canvas');
  readonly #lensText = element('div');
  #layout: TileLayout | undefined;
  #tilePainter: TilePainter | undefined;
  /** What the canvas shows, in device pixels. */
  #image: ImageData | undefined;
  #pixels: Uint32Array = new Uint32Array(0);
  #table: Uint32Array = new Uint32Array(256);
  #message: WeightsMessage | undefined;
  /** Tiles that show the newest weights already. */
  #painted = 0;
  #pointed: number | undefined;

  constructor(painter: Painter, connection: string) {
    this.#card = new Card('weights', `Weights ${connection.replace(/-(?=[^-]*$)/, ' → ')}`);
    this.#surface = new Surface(
      painter,
      (width) => this.#heightFor(width),
      () => this.#draw(),
      { keeps: true },
    );
    const frame = element('div', 'picture');
    this.#lens.append(this.#lensTile, this.#lensText);
    this.#lens.hidden = true;
    frame.append(this.#surface.canvas, this.#lens);
    const scale = element('div', 'scale');
    [this.#legend.width, this.#legend.height] = [255, 1];
    scale.append(this.#low, this.#legend, this.#high);
    this.#card.body.append(frame, scale);
    frame.addEventListener('pointermove', (event) => this.#point(event));
    frame.addEventListener('pointerdown', (event) => this.#point(event));
    frame.addEventListener('pointerleave', () => this.#leave());
    onThemeChange(() => this.#repaint());
  }

  get isVisible(): boolean {
    return this.#surface.isVisible;
  }

  take(message: WeightsMessage): void {
    const before = this.#message;
    this.#message = message;
    const { tiles, tileWidth, tileHeight, low, high, done } = message;
    if (before?.tiles !== tiles || before.tileWidth !== tileWidth || before.tileHeight !== tileHeight) this.#rearrange();
    this.#card.note = `${formatWhole(tiles)} neurons, after ${formatWhole(done)} samples`;
    this.#low.textContent = formatNumber(low);
    this.#high.textContent = formatNumber(high);
    this.#surface.canvas.setAttribute('aria-label', `Receptive fields of ${tiles} neurons after ${done} samples`);
    this.#repaint();
  }

  remove(): void {
    this.#card.remove();
  }

  /** Tiles of another kind: the picture has another height, and everything is painted anew. */
  #rearrange(): void {
    this.#image = undefined;
    this.#surface.reshape();
  }

  #heightFor(width: number): number {
    const ratio = window.devicePixelRatio;
    return this.#message ? Math.ceil(tileLayout(this.#message, Math.round(width * ratio), ratio).total / ratio) : 0;
  }

  #repaint(): void {
    if (!this.#message) return;
    const { low, high } = this.#message;
    this.#table = pixelTable(low, high, pixelOf(themeColour('line')));
    this.#paintLegend();
    this.#painted = 0;
    this.#surface.changed();
  }

  #draw(): boolean {
    if (!this.#message) return false;
    const { width, height } = this.#surface.canvas;
    if (this.#image?.width !== width || this.#image.height !== height) this.#begin(this.#message, width, height);
    if (this.#painted < this.#message.tiles) this.#paintSome(this.#message);
    if (this.#pointed !== undefined) this.#drawLens(this.#pointed);
    return this.#painted < this.#message.tiles;
  }

  /** The canvas is another one, or empty. */
  #begin(message: WeightsMessage, width: number, height: number): void {
    this.#layout = tileLayout(message, width, this.#surface.ratio);
    this.#tilePainter = new TilePainter(message, this.#layout, width);
    this.#image = new ImageData(width, height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
    this.#painted = 0;
  }

  /** Paints tiles for as long as the budget lasts, and shows the rows that are new. */
  #paintSome({ tiles, bytes }: WeightsMessage): void {
    const { across, height } = this.#layout!;
    const first = this.#painted;
    const until = performance.now() + BUDGET;
    let tile = first;
    do {
      for (const end = Math.min(tiles, tile + CHUNK); tile < end; tile++) this.#tilePainter!.paint(this.#pixels, bytes, this.#table, tile);
    } while (tile < tiles && performance.now() < until);
    this.#painted = tile;
    const top = Math.floor(first / across) * (height + GAP);
    const bottom = Math.ceil(tile / across) * (height + GAP);
    this.#surface.context.putImageData(this.#image!, 0, 0, 0, top, this.#image!.width, bottom - top);
  }

  #paintLegend(): void {
    const context = this.#legend.getContext('2d')!;
    const image = context.createImageData(255, 1);
    new Uint32Array(image.data.buffer).set(this.#table.subarray(0, 255));
    context.putImageData(image, 0, 0);
  }

  #point({ offsetX, offsetY }: PointerEvent): void {
    if (!this.#message || !this.#layout) return;
    const { tiles } = this.#message;
    const { across, width, height } = this.#layout;
    const { ratio } = this.#surface;
    const column = Math.floor((offsetX * ratio) / (width + GAP));
    const tile = Math.floor((offsetY * ratio) / (height + GAP)) * across + column;
    if (column >= across || tile >= tiles) {
      this.#leave();
      return;
    }
    this.#pointed = tile;
    this.#lens.hidden = false;
    const right = offsetX < this.#surface.width / 2;
    this.#lens.style.left = right ? `${offsetX + 18}px` : '';
    this.#lens.style.right = right ? '' : `${this.#surface.width - offsetX + 18}px`;
    this.#lens.style.top = `${Math.max(0, Math.min(offsetY - 40, this.#surface.height - 190))}px`;
    this.#surface.changed();
  }

  #leave(): void {
    this.#pointed = undefined;
    this.#lens.hidden = true;
  }

  #drawLens(tile: number): void {
    const { tileWidth, tileHeight, bytes } = this.#message!;
    [this.#lensTile.width, this.#lensTile.height] = [tileWidth, tileHeight];
    const context = this.#lensTile.getContext('2d')!;
    const image = context.createImageData(tileWidth, tileHeight);
    const pixels = new Uint32Array(image.data.buffer);
    for (let k = 0; k < pixels.length; k++) pixels[k] = this.#table[bytes[tile * pixels.length + k]!]!;
    context.putImageData(image, 0, 0);
    this.#lensText.textContent = `neuron ${formatWhole(tile)}`;
  }
}
