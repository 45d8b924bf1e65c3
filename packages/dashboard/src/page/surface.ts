import type { Drawing, Painter } from './painter.ts';
import { onThemeChange } from './theme.ts';

/** A canvas that is as sharp as the screen, and is drawn again when its size or the theme changes; not while it is out of sight. */
export class Surface implements Drawing {
  readonly canvas = document.createElement('canvas');
  readonly context: CanvasRenderingContext2D;
  /** In CSS pixels. */
  width = 0;
  height = 0;
  /** Device pixels in a CSS pixel. */
  ratio = 1;
  isVisible = false;
  readonly #painter: Painter;
  readonly #heightFor: (width: number) => number;
  readonly #draw: (surface: Surface, time: number) => boolean;
  readonly #keeps: boolean;

  /**
   * @param heightFor the height that goes with a width
   * @param draw draws everything, in CSS pixels; true where it wants the next frame too
   * @param keeps what was drawn stays for the next time, as long as the canvas has its size
   */
  constructor(
    painter: Painter,
    heightFor: (width: number) => number,
    draw: (surface: Surface, time: number) => boolean,
    { keeps = false }: { readonly keeps?: boolean } = {},
  ) {
    this.#painter = painter;
    this.#heightFor = heightFor;
    this.#draw = draw;
    this.#keeps = keeps;
    const context = this.canvas.getContext('2d');
    if (!context) throw new Error('This browser has no canvas to draw on.');
    this.context = context;
    this.canvas.setAttribute('role', 'img');
    new ResizeObserver(([entry]) => this.#resize(entry!.contentRect.width)).observe(this.canvas);
    new IntersectionObserver(([entry]) => {
      this.isVisible = entry!.isIntersecting;
      this.changed();
    }).observe(this.canvas);
    onThemeChange(() => this.changed());
  }

  /** Something that it shows has changed. */
  changed(): void {
    if (this.isVisible) this.#painter.request(this);
  }

  /** The height may be another one now. */
  reshape(): void {
    this.#resize(this.canvas.clientWidth);
  }

  draw(time: number): boolean {
    if (!this.isVisible || this.width === 0) return false;
    this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    if (!this.#keeps) this.context.clearRect(0, 0, this.width, this.height);
    return this.#draw(this, time);
  }

  #resize(width: number): void {
    const height = this.#heightFor(width);
    const ratio = window.devicePixelRatio;
    if (width === this.width && height === this.height && ratio === this.ratio) return;
    Object.assign(this, { width, height, ratio });
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.height = `${height}px`;
    this.changed();
  }
}
