import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { dirname, extname, join as joinPath } from 'node:path/posix'
import { DataError, type Fault } from '../errors/fault.ts'
import { root } from '../files/root.ts'
import { type Imprint, makeImprint } from '../deck/imprint.ts'
import { familiesOf } from '../look/look-css.ts'
import { defaultLook, readLook, type ReadLook } from '../look/read-look.ts'
import { SLIDES_FILE } from '../model/dataset.ts'
import type { Headmatter } from '../model/read/headmatter.ts'
import type { CheckHead } from '../model/read/read-slides.ts'

/** The pictures that every browser draws, by the ending of their name. */
const PICTURES: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
}

/** The logo stands in every page of the deck, so that it is small matters. */
const MOST_LOGO_BYTES = 256 * 1024

/**
 * Read what the title slide shows of the speaker.
 *
 * @param head - the headmatter, without fault.
 * @param deck - the deck's folder, absolute.
 * @param slides - the file of its slides, relative to that.
 * @returns what is shown of it, with the logo itself.
 */
export function readImprint(head: Headmatter, deck: string, slides: string = SLIDES_FILE): Imprint {
  const { faces, licence } = lookOf(head, deck, slides)
  const names = [...new Set(Object.values(faces).flatMap(it => it?.family ?? []))]
  const set = { names, ...(licence !== undefined && { licence }), text: familiesOf(faces.text) }
  if (!head.logo) return makeImprint(head, set, undefined)
  const path = logoPath(head.logo.file, slides)
  const base64 = readFileSync(join(deck, path)).toString('base64')
  return makeImprint(head, set, `data:${PICTURES[extname(path).toLowerCase()]};base64,${base64}`)
}

/**
 * Makes what finds faults in the files that a headmatter names.
 *
 * @param deck - the deck's folder, absolute.
 * @param slides - the file of its slides, relative to that.
 * @returns the function that checks a headmatter.
 */
export function checkHeadFiles(deck: string, slides: string = SLIDES_FILE): CheckHead {
  return ({ logo, look, favicon }, faultAt): readonly Fault[] => {
    const icon = favicon ? join('public', favicon) : undefined
    const path = logo && logoPath(logo.file, slides)
    const wrong = path === undefined ? undefined : logoProblem(join(deck, path), path)
    return [
      ...(look === undefined ? [] : readLook(...lookPlace(look, deck, slides)).faults),
      ...(wrong ? [faultAt(['logo', 'file'], 'file', ...wrong)] : []),
      ...(icon === undefined || [deck, root].some(it => existsSync(join(it, icon)))
        ? []
        : [faultAt(['favicon'], 'file', `there is no ${icon}`, 'put the icon there, or leave favicon out')]),
    ]
  }
}

/**
 * The look of a deck.
 *
 * @param head - its headmatter, without fault.
 * @param deck - the deck's folder, absolute.
 * @param slides - the file of its slides, relative to that.
 * @returns the look that it names, else the default one.
 * @throws DataError with every fault in the look.
 */
export function lookOf(head: Pick<Headmatter, 'look'>, deck: string, slides: string = SLIDES_FILE): ReadLook {
  if (head.look === undefined) return defaultLook()
  const { value, faults } = readLook(...lookPlace(head.look, deck, slides))
  if (!value) throw new DataError(faults)
  return value
}

/**
 * Where a look lies: beside the slides, or below the folder that they are in; else in this repository, whose looks
 * serve decks in other folders, too.
 */
function lookPlace(name: string, deck: string, slides: string): readonly [file: string, from: string] {
  const file = joinPath(dirname(slides), name)
  return existsSync(join(deck, file)) || !existsSync(join(root, name)) ? [file, deck] : [name, root]
}

/** Where a picture lies that is named as on a slide: beside the slides, or in `public/` if it begins with a slash. */
function logoPath(file: string, slides: string): string {
  return file.startsWith('/') ? joinPath('public', file) : joinPath(dirname(slides), file)
}

function logoProblem(file: string, path: string): readonly [problem: string, tip: string] | undefined {
  if (!(extname(path).toLowerCase() in PICTURES))
    return [`the logo ${path} is no picture that a browser draws`, `give a ${Object.keys(PICTURES).join(', ')}`]
  const stats = path.startsWith('..') ? undefined : statSync(file, { throwIfNoEntry: false })
  if (!stats?.isFile()) return [`there is no ${path}`, 'put the logo there: ./ is beside the slides, / is in public/']
  if (stats.size > MOST_LOGO_BYTES)
    return [
      `the logo ${path} has ${(stats.size / 1024).toFixed(0)} KB, ${MOST_LOGO_BYTES / 1024} KB is the most`,
      'it is shown 64 px high: scale it down',
    ]
  return undefined
}
