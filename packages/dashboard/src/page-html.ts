// A brain's cell that fires: one dot of a raster.
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%232f6fbf'/%3E%3Cpath d='M2 10h3l2-6 2 9 1.5-3H14' fill='none' stroke='%23fff' stroke-width='1.6' stroke-linejoin='round'/%3E%3C/svg%3E";

/**
 * The page: a frame that its script fills.
 *
 * @param script path of the script
 */
export const pageHtml = (script: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>n3ml</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/page.css">
<script type="module" src="${script}"></script>
</head>
<body>
<header>
  <div class="head">
    <div class="name"><b>n3ml</b> <span id="run">waiting for a run</span></div>
    <span id="phase" class="phase" role="status" data-phase="connecting">connecting</span>
    <div class="buttons">
      <button type="button" id="pause" hidden>Pause</button>
      <button type="button" id="stop" class="grave" hidden>Stop</button>
    </div>
  </div>
  <div class="progress" id="progress" role="progressbar" aria-label="Samples done" aria-valuemin="0" aria-valuemax="100"><div></div></div>
</header>
<main>
  <p id="notice" class="notice" hidden></p>
  <dl class="figures" id="figures"></dl>
  <div class="cards" id="cards"></div>
  <div class="cards" id="wide"></div>
</main>
<noscript><p class="notice">This page needs JavaScript to show a run.</p></noscript>
</body>
</html>
`;
