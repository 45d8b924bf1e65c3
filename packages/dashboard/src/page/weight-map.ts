import type { WeightsMessage } from '../wire/messages.ts';
import { Card, element } from './card.ts';
import { pixelTable } from './colour-map.ts';
import type { Painter } from './painter.ts';
import { formatNumber, formatWhole } from './quantity.ts';
import { Surface } from './surface.ts';
import { onThemeChange, pixelOf, themeColour } from './theme.ts';

/** Time for painting tiles in one frame, in ms: the rest of the frame belongs to everything else. */
const BUDGET = 6;
/** The largest a weight is shown, in CSS pixels. */
const LARGEST = 16;
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
  /** The tiles in their own size, one pixel a weight and one between tiles. */
  readonly #picture = document.createElement('canvas');
  #image: ImageData | undefined;
  #pixels: Uint32Array = new Uint32Array(0);
  #table: Uint32Array = new Uint32Array(256);
  #message: WeightsMessage | undefined;
  #across = 1;
  /** Tiles that show the newest weights already. */
  #painted = 0;
  #pointed: number | undefined;

  constructor(painter: Painter, connection: string) {
    this.#card = new Card('weights', `Weights ${connection.replace(/-(?=[^-]*$)/, ' → ')}`);
    this.#surface = new Surface(
      painter,
      (width) => this.#heightFor(width),
      () => this.#draw(),
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
    if (before?.tiles !== tiles || before.tileWidth !== tileWidth || before.tileHeight !== tileHeight) this.#arrange();
    this.#card.note = `${formatWhole(tiles)} neurons, after ${formatWhole(done)} samples`;
    this.#low.textContent = formatNumber(low);
    this.#high.textContent = formatNumber(high);
    this.#surface.canvas.setAttribute('aria-label', `Receptive fields of ${tiles} neurons after ${done} samples`);
    this.#repaint();
  }

  remove(): void {
    this.#card.remove();
  }

  /** As nearly square as can be. */
  #arrange(): void {
    const { tiles, tileWidth, tileHeight } = this.#message!;
    const [pitchX, pitchY] = [tileWidth + 1, tileHeight + 1];
    this.#across = Math.min(tiles, Math.max(1, Math.ceil(Math.sqrt((tiles * pitchY) / pitchX))));
    this.#picture.width = this.#across * pitchX - 1;
    this.#picture.height = Math.ceil(tiles / this.#across) * pitchY - 1;
    this.#image = new ImageData(this.#picture.width, this.#picture.height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
    this.#surface.reshape();
  }

  #heightFor(width: number): number {
    const { width: own, height } = this.#picture;
    return this.#message ? Math.round(height * Math.min(LARGEST, width / own, (1.25 * width) / height)) : 0;
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
    const { context, width, height } = this.#surface;
    if (!this.#message) return false;
    if (this.#painted < this.#message.tiles) this.#paintSome(this.#message);
    const scale = this.#scale();
    // Small tiles are magnified as the squares that they are, large pictures are made smaller smoothly.
    context.imageSmoothingEnabled = scale * this.#surface.ratio < 1.5;
    context.imageSmoothingQuality = 'medium';
    context.drawImage(this.#picture, 0, 0, Math.min(width, this.#picture.width * scale), Math.min(height, this.#picture.height * scale));
    if (this.#pointed !== undefined) this.#drawLens(this.#pointed);
    return this.#painted < this.#message.tiles;
  }

  #scale(): number {
    return Math.min(LARGEST, this.#surface.width / this.#picture.width, this.#surface.height / this.#picture.height);
  }

  /** Paints tiles for as long as the budget lasts, and shows the rows that are new. */
  #paintSome({ tiles, tileWidth, tileHeight, bytes }: WeightsMessage): void {
    const image = this.#image!;
    const pixels = this.#pixels;
    const table = this.#table;
    const stride = image.width;
    const first = this.#painted;
    const until = performance.now() + BUDGET;
    let tile = first;
    do {
      for (const end = Math.min(tiles, tile + CHUNK); tile < end; tile++) {
        let place = Math.floor(tile / this.#across) * (tileHeight + 1) * stride + (tile % this.#across) * (tileWidth + 1);
        let from = tile * tileWidth * tileHeight;
        for (let y = 0; y < tileHeight; y++, place += stride) {
          for (let x = 0; x < tileWidth; x++) pixels[place + x] = table[bytes[from++]!]!;
        }
      }
    } while (tile < tiles && performance.now() < until);
    this.#painted = tile;
    const top = Math.floor(first / this.#across) * (tileHeight + 1);
    const bottom = Math.ceil(tile / this.#across) * (tileHeight + 1);
    this.#picture.getContext('2d')!.putImageData(image, 0, 0, 0, top, stride, bottom - top);
  }

  #paintLegend(): void {
    const context = this.#legend.getContext('2d')!;
    const image = context.createImageData(255, 1);
    new Uint32Array(image.data.buffer).set(this.#table.subarray(0, 255));
    context.putImageData(image, 0, 0);
  }

  #point({ offsetX, offsetY }: PointerEvent): void {
    if (!this.#message) return;
    const { tiles, tileWidth, tileHeight } = this.#message;
    const scale = this.#scale();
    const column = Math.floor(offsetX / scale / (tileWidth + 1));
    const tile = Math.floor(offsetY / scale / (tileHeight + 1)) * this.#across + column;
    if (column >= this.#across || tile >= tiles) {
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
