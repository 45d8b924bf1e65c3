import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageHtml } from '../page-html.ts';
import { pageStyle } from '../page-style.ts';

/** What a GET is answered with. */
export interface PageFile {
  readonly contentType: string;
  readonly body: string;
}

/** Of this file: `.ts` in a clone, `.js` once it is built. The modules of the page lie beside it in the same state. */
const extension = extname(fileURLToPath(import.meta.url));
const root = new URL('..', import.meta.url);
const modulePath = new RegExp(`^/(?:page|wire)/[a-z0-9-]+\\${extension}$`);

interface Transpiler {
  transform(code: string, options: { readonly loader: 'ts'; readonly sourcefile: string }): Promise<{ readonly code: string }>;
}

/** In a clone types are stripped when a module is asked for. esbuild works in a process of its own, so the run doesn't wait; published packages never come here. */
async function stripTypes(code: string, sourcefile: string): Promise<string> {
  const esbuild = createRequire(import.meta.url)('esbuild') as Transpiler;
  return (await esbuild.transform(code, { loader: 'ts', sourcefile })).code;
}

const modules = new Map<string, Promise<PageFile>>();

async function readModule(path: string): Promise<PageFile> {
  const code = await readFile(new URL(`.${path}`, root), 'utf8');
  return { contentType: 'text/javascript; charset=utf-8', body: extension === '.ts' ? await stripTypes(code, path) : code };
}

/** The file at a path of the page; undefined where there is none. */
export async function pageFile(path: string): Promise<PageFile | undefined> {
  if (path === '/') return { contentType: 'text/html; charset=utf-8', body: pageHtml(`/page/main${extension}`) };
  if (path === '/page.css') return { contentType: 'text/css; charset=utf-8', body: pageStyle };
  if (!modulePath.test(path)) return undefined;
  let file = modules.get(path);
  if (!file) {
    file = readModule(path);
    modules.set(path, file);
  }
  return file.catch((error: unknown) => {
    modules.delete(path);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
}
