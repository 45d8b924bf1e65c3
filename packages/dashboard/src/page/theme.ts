/** The colours of the style sheet, for what is drawn on a canvas. */
const names = ['page', 'card', 'ink', 'faint', 'line', 'well', 'accent', 'second', 'good', 'bad'] as const;
export type ThemeColour = (typeof names)[number];

const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners: (() => void)[] = [];
let colours: Readonly<Record<ThemeColour, string>> | undefined;

function read(): Readonly<Record<ThemeColour, string>> {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Record<ThemeColour, string>;
}

dark.addEventListener('change', () => {
  colours = undefined;
  for (const listener of listeners) listener();
});

/** A colour of the theme that is on. */
export function themeColour(name: ThemeColour): string {
  colours ??= read();
  return colours[name];
}

export const isDark = (): boolean => dark.matches;

export function onThemeChange(listener: () => void): void {
  listeners.push(listener);
}

/** The same colour as a pixel of an ImageData on a little-endian machine, opaque. Theme colours are #rgb or #rrggbb. */
export function pixelOf(colour: string): number {
  const digits = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit).join('') : colour.slice(1);
  const rgb = Number.parseInt(digits, 16);
  return (0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}
