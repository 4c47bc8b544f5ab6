import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { extname, join as joinPath } from 'node:path/posix'
import type { Fault } from '../errors/fault.ts'
import { type Imprint, makeImprint } from '../deck/imprint.ts'
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
  if (!head.logo) return makeImprint(head, undefined)
  const path = logoPath(head.logo.file, slides)
  const base64 = readFileSync(join(deck, path)).toString('base64')
  return makeImprint(head, `data:${PICTURES[extname(path).toLowerCase()]};base64,${base64}`)
}

/**
 * Makes what finds faults in the files that a headmatter names.
 *
 * @param deck - the deck's folder, absolute.
 * @param slides - the file of its slides, relative to that.
 * @returns the function that checks a headmatter.
 */
export function checkHeadFiles(deck: string, slides: string = SLIDES_FILE): CheckHead {
  return ({ logo }, faultAt): readonly Fault[] => {
    if (!logo) return []
    const path = logoPath(logo.file, slides)
    const wrong = logoProblem(join(deck, path), path)
    return wrong ? [faultAt(['logo', 'file'], 'file', ...wrong)] : []
  }
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
