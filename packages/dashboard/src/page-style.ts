/** The style sheet of the page. It needs no font, picture or script from elsewhere. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: #f4f5f8; --card: #fff; --ink: #191e26; --faint: #5f6b7a; --line: #e2e6ec; --well: #eef1f5;
  --accent: #2f6fbf; --second: #c8591c; --good: #23804f; --bad: #bd3b2d; --gap: #fff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1015; --card: #151920; --ink: #e7ebf1; --faint: #929eae; --line: #262c36; --well: #1d222b;
    --accent: #74adf8; --second: #f39a5f; --good: #50c88f; --bad: #ff8174; --gap: #151920;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif; }
header { position: sticky; top: 0; z-index: 2; background: var(--card); border-bottom: 1px solid var(--line); }
.head { display: flex; align-items: center; gap: .5rem .8rem; flex-wrap: wrap; max-width: 100rem; margin: 0 auto; padding: .6rem 1.25rem; }
.name { flex: 1 1 12rem; min-width: 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.name b { letter-spacing: -.01em; margin-right: .4rem; } .name span { color: var(--faint); }
.phase { display: inline-flex; align-items: center; gap: .45rem; padding: .2rem .7rem; border-radius: 99px; background: var(--well); font-size: .85rem; font-weight: 600; }
.phase::before { content: ''; width: .5rem; height: .5rem; border-radius: 50%; background: var(--faint); }
.phase[data-phase=running]::before, .phase[data-phase=finished]::before { background: var(--good); }
.phase[data-phase=pausing]::before, .phase[data-phase=paused]::before, .phase[data-phase=stopping]::before { background: var(--second); }
.phase[data-phase=stopped]::before, .phase[data-phase=disconnected]::before { background: var(--bad); }
.buttons { display: flex; gap: .5rem; }
button { font: inherit; font-weight: 600; color: var(--ink); background: var(--well); border: 1px solid var(--line); border-radius: 8px; padding: .35rem .9rem; min-height: 2.2rem; cursor: pointer; }
button:hover:not(:disabled) { border-color: var(--accent); } button:disabled { opacity: .5; cursor: default; }
button.grave { color: var(--bad); } button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.progress { height: 3px; background: var(--well); } .progress div { height: 100%; width: 100%; background: var(--accent); transform: scaleX(0); transform-origin: left; transition: transform .2s linear; }
main { max-width: 100rem; margin: 0 auto; padding: 1rem 1.25rem 3rem; }
.notice { margin: 0 0 1rem; padding: .6rem .9rem; border: 1px solid var(--second); border-radius: 10px; background: var(--card); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 0 0 .75rem; }
.figures div { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .6rem .9rem; min-width: 0; }
.figures dt { color: var(--faint); font-size: .8rem; } .figures dd { margin: 0; font-size: 1.5rem; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums; letter-spacing: -.02em; white-space: nowrap; }
.figures small { display: block; min-height: 1.4em; font-size: .8rem; font-weight: 400; color: var(--faint); letter-spacing: 0; overflow: hidden; text-overflow: ellipsis; }
.cards { display: flex; flex-direction: column; gap: .75rem; } .cards + .cards { margin-top: .75rem; } .cards:empty { display: none; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .75rem .9rem .9rem; min-width: 0; }
@media (min-width: 60rem) { #cards { display: block; columns: 2; column-gap: .75rem; } #cards .card { break-inside: avoid; margin-bottom: .75rem; } }
.card h2 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .6rem; margin: 0 0 .5rem; font-size: .95rem; font-weight: 650; }
.card h2 span { font-weight: 400; font-size: .8rem; color: var(--faint); font-variant-numeric: tabular-nums; } .card h2 .key { display: inline-flex; align-items: center; gap: .3rem; }
.key::before { content: ''; width: .8rem; height: 3px; border-radius: 2px; background: var(--key); }
.card select { font: inherit; color: inherit; background: var(--well); border: 1px solid var(--line); border-radius: 6px; padding: .1rem .3rem; } .card select:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.card canvas { display: block; width: 100%; touch-action: pan-y; }
.scale { display: flex; align-items: center; gap: .5rem; margin-top: .5rem; font-size: .8rem; color: var(--faint); font-variant-numeric: tabular-nums; } .scale canvas { flex: 1; width: auto; min-width: 0; height: .5rem; border-radius: 3px; }
.lens { position: absolute; z-index: 3; pointer-events: none; padding: .4rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 4px 18px rgb(0 0 0 / .25); font-size: .8rem; font-variant-numeric: tabular-nums; } .lens canvas { width: 8.75rem; height: auto; image-rendering: pixelated; margin-bottom: .2rem; }
.picture { position: relative; }
.bars { display: grid; grid-template-columns: max-content 1fr max-content; gap: .3rem .7rem; align-items: center; font-size: .85rem; font-variant-numeric: tabular-nums; } .bars i { display: block; height: .7rem; border-radius: 3px; background: var(--well); overflow: hidden; } .bars i::before { content: ''; display: block; height: 100%; width: calc(var(--share) * 100%); background: var(--accent); }
.lines { list-style: none; margin: 0; padding: 0; max-height: 18rem; overflow: auto; font-size: .85rem; }
.lines li { display: grid; grid-template-columns: 4.6rem 1fr; gap: .5rem; padding: .2rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; } .lines li:first-child { border: 0; } .lines time { color: var(--faint); font-variant-numeric: tabular-nums; }
.lines [data-level=warning] { color: var(--second); } .lines [data-level=error] { color: var(--bad); }
.population + .population { margin-top: .7rem; } .population p { display: flex; flex-wrap: wrap; gap: 0 .6rem; margin: 0 0 .15rem; font-size: .85rem; } .population p span { color: var(--faint); font-variant-numeric: tabular-nums; }
@media (max-width: 40rem) {
  .head { padding: .5rem .8rem; } main { padding: .75rem .8rem 2rem; } .name { flex-basis: 100%; }
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .5rem; } .figures dd { font-size: 1.25rem; } .cards { gap: .5rem; } .cards + .cards { margin-top: .5rem; } .buttons { margin-left: auto; }
  button { min-height: 2.6rem; padding: .35rem 1.1rem; }
}
@media (prefers-reduced-motion: reduce) { .progress div { transition: none; } }
`;
