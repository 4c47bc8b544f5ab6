import type { KnownLayouts } from '../model/check/check-slides.ts'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../files/root.ts'
import { standsOnRoot } from './slidev/slidev-command.ts'

/** Where Slidev and the theme that comes with it have their layouts, below our root. */
const SLIDEV = ['node_modules/@slidev/client/layouts', 'node_modules/@slidev/theme-default/layouts']

/**
 * List the layouts that a deck's slides may choose.
 *
 * @param deck - the deck's folder, absolute.
 * @returns names, without the ending of their files.
 */
export function knownLayouts(deck: string): KnownLayouts {
  const own = standsOnRoot(deck) ? [deck, root] : [deck]
  return {
    own: own.flatMap(it => layoutsIn(join(it, 'layouts'))),
    slidev: SLIDEV.flatMap(it => layoutsIn(join(root, it))),
  }
}

function layoutsIn(folder: string): readonly string[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter(it => it.endsWith('.vue'))
        .map(it => it.slice(0, -'.vue'.length))
    : []
}
