import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../../files/root.ts'

/** Slidev's command line; absolute. */
export const SLIDEV = join(root, 'node_modules/@slidev/cli/bin/slidev.mjs')

/**
 * Whether a deck takes layouts, components, styles and setup from this repository: it is in another folder, and does
 * not set Vite up itself.
 *
 * @param deck - its folder, absolute.
 */
export function standsOnRoot(deck: string): boolean {
  return deck !== root && !existsSync(join(deck, 'setup/vite-plugins.ts'))
}

/**
 * The options by which Node loads what Slidev needs of us before it.
 *
 * @param deck - the deck's folder, absolute.
 * @param modules - further modules of src/build.
 * @returns `--import`, once for each module.
 */
export function preloaded(deck: string, modules: readonly string[] = []): readonly string[] {
  const ours = ['slidev/whole-glob-modules.ts', ...(standsOnRoot(deck) ? ['slidev/add-root.ts'] : [])]
  return [...modules, ...ours].flatMap(it => ['--import', pathToFileURL(join(import.meta.dirname, '..', it)).href])
}
