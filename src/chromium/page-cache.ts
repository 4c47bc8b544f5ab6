import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Page } from 'playwright-chromium'
import { pruneCache } from '../files/prune-cache.ts'
import { replaceFile } from '../files/atomic-write.ts'

/** Of how many builds the drawings are kept. */
const KEPT = 3

/** A drawing's name in a server's addresses. */
const ADDRESS = /^\/[\w-]+\.html$/

/**
 * Where the drawings of a build are kept: what its scripts have made of it for print, as pages that need no script. To draw
 * anew what has not changed takes longer than to lay it out.
 *
 * @param build - the folder of the build, absolute; its name is the hash of all that it is made of.
 * @param data - the hash of the data that it shows, where they are served beside it.
 */
export function drawingsOf(build: string, data: string): string {
  return join(dirname(dirname(build)), 'drawn', `${basename(build)}-${data}`)
}

/** The drawing that is asked for by an address' path, if it is one and there is one. */
export async function readDrawing(folder: string, path: string): Promise<Buffer | undefined> {
  return ADDRESS.test(path) ? readFile(join(folder, path)).catch(() => undefined) : undefined
}

/**
 * Open a drawing that was kept.
 *
 * @param page - a page of Chromium, whatever it shows.
 * @param origin - where its build is served with its drawings, no slash at the end.
 * @returns whether there is one, as whole as it was.
 */
export async function openDrawing(page: Page, origin: string, folder: string, name: string): Promise<boolean> {
  if (!existsSync(join(folder, name))) return false
  const response = await page.goto(`${origin}/${name}`)
  return response!.ok() && page.evaluate(isWhole)
}

/**
 * Keep what a page shows as a drawing, where a page without scripts can show it.
 *
 * @returns whether it can.
 */
export async function keepDrawing(page: Page, origin: string, folder: string, name: string): Promise<boolean> {
  const html = await page.evaluate(asHtml)
  if (html === undefined) return false
  // The server's port is another one every time.
  await replaceFile(join(folder, name), html.replaceAll(`${origin}/`, '/'))
  pruneCache(dirname(folder), KEPT, folder)
  return true
}

/** In the page: what it shows as HTML without scripts; undefined where something on it is not told by HTML. */
function asHtml(): string | undefined {
  const all = [...document.body.getElementsByTagName('*')]
  const isPlain =
    all.every(
      it => !it.shadowRoot && !/^(?:audio|canvas|embed|iframe|input|object|textarea|video)$/.test(it.localName),
    ) &&
    // One is ours, and comes with every page that is to be printed.
    document.adoptedStyleSheets.length <= 1 &&
    [...document.querySelectorAll('style')].every(it => it.textContent !== '' || it.sheet?.cssRules.length === 0)
  // Written down, numbers have six digits. Let them have no more now either: what is printed is the same, then, every time.
  for (const it of document.querySelectorAll('[style]')) {
    const style = it.getAttribute('style')!
    it.removeAttribute('style')
    it.setAttribute('style', style)
  }
  const copy = document.documentElement.cloneNode(true) as Element
  copy.querySelectorAll('script, link[rel="modulepreload"]').forEach(it => it.remove())
  // What is not laid out asks for no face, but is printed with all of them.
  const faces = performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter(name => name.endsWith('.woff2'))
  copy
    .querySelector('head')!
    .insertAdjacentHTML(
      'afterbegin',
      faces.map(face => `<link rel="preload" as="font" crossorigin href="${face}">`).join('\n'),
    )
  copy.setAttribute('data-elements', String(copy.querySelectorAll('body *').length))
  const html = `<!DOCTYPE html>\n${copy.outerHTML}`
  return isPlain && !html.includes('"blob:') ? html : undefined
}

/** In the page: whether a drawing came back as it was: there are nestings that scripts can make, and HTML cannot say. */
function isWhole(): boolean {
  return document.documentElement.dataset.elements === String(document.querySelectorAll('body *').length)
}
