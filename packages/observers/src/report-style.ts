/** The style sheet of a report. It needs no font, picture or script from elsewhere. */
export const reportStyle = `
:root { color-scheme: light dark; --ink: #1d2127; --faint: #667080; --line: #d9dde3; --page: #fff; --panel: #f5f6f8; --accent: #2f6fbf; --right: 47, 148, 97; --wrong: 200, 85, 61; --alarm: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7ec; --faint: #98a2b3; --line: #363c46; --page: #16181d; --panel: #1f232a; --accent: #74a9ee; --alarm: #ff8a80; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 54rem; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2.2rem 0 .6rem; } p { margin: .3rem 0; } .faint, caption, figcaption { color: var(--faint); }
.alarm { margin: 1rem 0; padding: .7rem 1rem; border: 2px solid var(--alarm); border-radius: 6px; color: var(--alarm); font-weight: 600; }
.figures { display: flex; flex-wrap: wrap; gap: .8rem; } .figures div { background: var(--panel); border-radius: 6px; padding: .6rem 1rem; }
.figures b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; } .figures span { color: var(--faint); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; } th, td { padding: .2rem .7rem; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
caption, figcaption { text-align: left; font-size: .85rem; padding: .2rem 0; } th { font-weight: 600; }
.scroll { overflow-x: auto; } .confusion th, .confusion td { text-align: right; padding: .2rem .55rem; border: 1px solid var(--page); overflow-wrap: normal; }
.confusion .right { background: rgba(var(--right), var(--share)); } .confusion .wrong { background: rgba(var(--wrong), var(--share)); }
figure { margin: 0 0 1rem; } img { min-width: min(100%, 36rem); max-width: 100%; height: auto; border: 1px solid var(--line); image-rendering: pixelated; }
.curve { width: 100%; height: auto; font: 12px system-ui, sans-serif; fill: var(--faint); } .curve .grid { stroke: var(--line); } .curve .line { fill: none; stroke: var(--accent); stroke-width: 2; stroke-linejoin: round; } .curve .end { fill: var(--accent); } .curve .reference { stroke: var(--faint); stroke-dasharray: 5 4; }
.measured { font-size: .85rem; } .measured th, .measured td { padding: .2rem .45rem; text-align: right; white-space: nowrap; overflow-wrap: normal; } .measured th:first-child { text-align: left; } .share { display: block; min-width: 4.5rem; background: linear-gradient(to right, rgba(var(--right), .35) calc(100% * var(--share)), transparent 0); }
.histogram { fill: var(--accent); } .histogram .floor { stroke: var(--line); }
pre { background: var(--panel); border-radius: 6px; padding: .6rem .9rem; overflow-x: auto; margin: .2rem 0 .8rem; }
`;
