import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { root } from '../../files/root.ts'

/** No icon: without a link to one, browsers ask the host for favicon.ico. */
export const NO_ICON = 'data:,'

/** The link to an icon that Slidev sets where a deck names none: on another host. */
const FOREIGN_ICON = /(<link rel="icon" href=")(?:[a-z]+:)?\/\/[^"]*"/

/**
 * Give a deck the icon that it names, and no other.
 *
 * @param deck - the deck's folder, absolute.
 * @param icon - relative to `public/`, as the headmatter has it: that of the deck, or of this repository where the deck
 *   has no such file; none where it is undefined.
 * @returns the plugin.
 */
export function ownIcon(deck: string, icon: string | undefined): Plugin {
  return {
    name: 'own-icon',
    transformIndexHtml: { order: 'post', handler: html => html.replace(FOREIGN_ICON, `$1${NO_ICON}"`) },
    generateBundle() {
      if (icon === undefined || existsSync(join(deck, 'public', icon))) return
      const ours = join(root, 'public', icon)
      if (existsSync(ours)) this.emitFile({ type: 'asset', fileName: join(icon), source: readFileSync(ours) })
    },
  }
}
