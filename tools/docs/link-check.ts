import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescaped = (text: string): string => text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!);

/** Values of an attribute in a page; what stands in code is escaped, so it isn't found. */
const attributes = (html: string, name: string): readonly string[] =>
  [...html.matchAll(new RegExp(`<[a-z][^<>]*?\\s${name}="([^"]*)"`, 'gi'))].map(([, value = '']) => unescaped(value));

const fileOf = (path: string): string => (existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path);

/** A sentence for each link and picture of a built site that leads to no file of it, or to no place in that file. Addresses elsewhere are not asked for. */
export function brokenLinks(site: string): readonly string[] {
  const pages = new Map(
    readdirSync(site, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.html'))
      .map((name) => [join(site, name), readFileSync(join(site, name), 'utf8')]),
  );
  const anchors = new Map([...pages].map(([path, html]) => [path, new Set(attributes(html, 'id'))]));
  const broken: string[] = [];
  for (const [path, html] of pages) {
    for (const address of new Set([...attributes(html, 'href'), ...attributes(html, 'src')])) {
      if (/^[a-z]+:|^\/\//i.test(address)) continue;
      const [file = '', anchor = ''] = address.split('#').map(decodeURIComponent);
      const target = file === '' ? path : fileOf(join(dirname(path), file.replace(/\?.*$/, '')));
      const complain = (what: string): void => void broken.push(`${relative(site, path)}: '${address}' ${what}.`);
      if (target.startsWith('..') || relative(site, target).startsWith('..')) complain('leads out of the site');
      else if (!existsSync(target)) complain('leads to no page');
      else if (anchor !== '' && anchors.get(target)?.has(anchor) === false) complain(`leads to no place of ${relative(site, target)}`);
    }
  }
  return broken;
}
