import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cataloguePage } from '../docs/catalogue-page.ts';
import { brokenLinks } from '../docs/link-check.ts';
import { withLinksWithin } from '../docs/markdown-links.ts';
import { buildSite } from '../docs/site.ts';
import { titleOfPage } from '../docs/stage.ts';
import { readPackages, workspaceRoot } from '../workspace.ts';

describe('the links of a built site', () => {
  let site: string;
  beforeEach(() => {
    site = mkdtempSync(join(tmpdir(), 'n3ml-site-'));
    mkdirSync(join(site, 'api'));
    writeFileSync(join(site, 'style.css'), '');
    writeFileSync(join(site, 'api/index.html'), '<h2 id="a&amp;b">A</h2><a href="../index.html">up</a>');
  });
  afterEach(() => rmSync(site, { recursive: true, force: true }));
  const brokenWith = (body: string): readonly string[] => {
    writeFileSync(join(site, 'index.html'), `<h1 id="top">Top</h1>${body}`);
    return brokenLinks(site);
  };

  test('lead to pages, places and files of it, or elsewhere', () => {
    expect(
      brokenWith(
        '<link href="style.css?v=1"><a href="api/index.html#a&amp;b">a</a><a href="api">b</a><a href="#top">c</a><a href="https://example.org/x">d</a><img src="data:,x">',
      ),
    ).toEqual([]);
  });

  test.each([
    ['<a href="apl/index.html">x</a>', "index.html: 'apl/index.html' leads to no page."],
    ['<a href="api/index.html#c">x</a>', "index.html: 'api/index.html#c' leads to no place of api/index.html."],
    ['<a class="x" href="#bottom">x</a>', "index.html: '#bottom' leads to no place of index.html."],
    ['<img src="a.png">', "index.html: 'a.png' leads to no page."],
    ['<a href="../README.md">x</a>', "index.html: '../README.md' leads out of the site."],
  ])('that lead nowhere are found: %s', (body, sentence) => {
    expect(brokenWith(body)).toEqual([sentence]);
  });
});

describe('the links of a page', () => {
  const pages = new Set(['docs/a.md', 'docs/b.md', 'packages/core/README.md']);
  const linked = (markdown: string): string => withLinksWithin(markdown, 'docs/a.md', pages, new URL('../..', import.meta.url).pathname);

  test('to other pages stay, a folder is its README', () => {
    expect(linked('[`b`](b.md#part), [core](../packages/core), [out](https://example.org/)')).toBe(
      '[`b`](b.md#part), [core](../packages/core/README.md), [out](https://example.org/)',
    );
  });

  test('to what is not on the site lose the link, and code keeps everything', () => {
    expect(linked('[the bench](../tools/bench)\n```md\n[x](nowhere.md)\n```\n')).toBe('the bench\n```md\n[x](nowhere.md)\n```\n');
  });

  test('that lead nowhere are errors', () => {
    expect(() => linked('[b](bb.md)')).toThrow("docs/a.md: the link to 'bb.md' leads nowhere.");
  });
});

describe('a site of one package', () => {
  const out = mkdtempSync(join(tmpdir(), 'n3ml-built-'));
  afterAll(() => rmSync(out, { recursive: true, force: true }));
  const packages = readPackages(workspaceRoot).filter(({ short }) => short === 'equations');
  const readme = { path: 'packages/equations/README.md', markdown: '# @n3ml/equations\n\nText to programs.\n' };
  const built = (page: string): Promise<boolean> =>
    buildSite(
      {
        packages,
        pages: [{ path: 'docs/README.md', markdown: '# Start\n' }, { path: 'docs/page.md', markdown: `# The page\n\n${page}\n` }, readme],
        top: ['docs/page.md'],
      },
      out,
    );

  test('has its pages, its reference and its README, and no link that leads nowhere', async () => {
    expect(await built('See {@link compileNeuron} and [the package](../packages/equations/README.md).')).toBe(true);
    expect(brokenLinks(out)).toEqual([]);
    expect(readFileSync(join(out, 'The_page.html'), 'utf8')).toMatch(
      /href="_n3ml\/equations\/compileNeuron\.html".*href="_n3ml\/equations\.html"/s,
    );
    expect(readFileSync(join(out, '_n3ml/equations.html'), 'utf8')).toContain('Text to programs.');
  });

  test('is not built where a page names something that is not there', async () => {
    expect(await built('See {@link compileNeurone}.')).toBe(false);
    await expect(built('See [the package](../packages/equation).')).rejects.toThrow(
      "docs/page.md: the link to '../packages/equation' leads nowhere.",
    );
  });
});

test('a page without a title is an error', () => {
  expect(titleOfPage({ path: 'docs/a.md', markdown: '# A title\n' })).toBe('A title');
  expect(() => titleOfPage({ path: 'docs/a.md', markdown: '## Low\n' })).toThrow(
    "docs/a.md has no title: give it a line that begins with '# '.",
  );
});

test('a page of the catalogue has what the plugin says, and nothing else', () => {
  const page = cataloguePage({
    kind: 'neuron',
    name: 'acme/cell',
    plugin: '@n3ml/neurons',
    about: { summary: 'A cell.', source: 'Somebody (2020)' },
    options: [{ name: 'tau', type: 'number', describe: 'time constant | of v', default: 20, unit: 'ms', min: 1 }],
    equations: [
      { label: 'state', text: 'dv/dt = -v / tau\ndu/dt = -u' },
      { label: 'reset', text: 'v = 0' },
    ],
    reads: ['v'],
    kernels: [],
    writes: [],
    plots: [{ title: 'Rate', note: 'over 1 s', text: '', svg: '<svg/>' }],
  });
  expect(page).toMatchInlineSnapshot(`
    "# acme/cell

    A cell.

    Provided by [@n3ml/neurons](../../packages/neurons/README.md).

    \`\`\`ts
    registry.create('neuron', 'acme/cell');
    \`\`\`

    ## Equations

    \`\`\`text
    state  dv/dt = -v / tau
           du/dt = -u
    reset  v = 0
    \`\`\`

    They read \`v\`.

    ## Measured

    <img alt="Rate, over 1 s" src="data:image/svg+xml;base64,PHN2Zy8+">

    ## Options

    | option | what it is | type | default | unit | range |
    | --- | --- | --- | --- | --- | --- |
    | \`tau\` | time constant \\| of v | number | \`20\` | ms | at least 1 |

    ## Source

    Somebody (2020)
    "
  `);
});
