import { readFileSync } from 'node:fs'
import { create, type Font, type FontCollection } from 'fontkit'
import type { Fault } from '../errors/fault.ts'
import type { FaceRole } from '../model/schema/look.ts'
import type { ReadLook } from './read-look.ts'

/** The width for which register frames and code are laid out, em. */
const CODE_EM = 0.6

/** What every face has to have: letters, digits, and the signs that our own words have. */
const NEEDED = 'AZaz09_.,:;()[]<>=+-*/&…–—·×'

/**
 * Find font files of a look that cannot be used: no font, a variable one, which print would draw as outlines, one that
 * lacks letters, or a face for code that is too wide.
 *
 * @param look - the look.
 * @param file - of the look, relative to the deck's root.
 * @returns a fault for each, at the look.
 */
export function checkFaces({ fontFiles }: ReadLook, file: string): readonly Fault[] {
  return Object.entries(fontFiles).flatMap(([role, files]) =>
    Object.entries(files).flatMap(([weight, path]) => {
      const wrong = faceProblem(path, role as FaceRole)
      if (!wrong) return []
      const [problem, tip] = wrong
      return { file, line: 1, col: 1, code: 'look' as const, problem: `faces.${role} ${weight}: ${problem}`, tip }
    }),
  )
}

function faceProblem(path: string, role: FaceRole): readonly [problem: string, tip: string] | undefined {
  let font: Font | FontCollection
  try {
    font = create(readFileSync(path))
  } catch {
    return [`${path} is no font`, 'give the file of one face']
  }
  if (!('layout' in font)) return [`${path} holds several faces`, 'give the file of one face']
  if (Object.keys(font.variationAxes ?? {}).length > 0)
    return [`${path} is a variable font, which a PDF gets as outlines without letters`, 'give a static one']
  const lacks = [...(role === 'film' ? NEEDED.slice(0, 6) : NEEDED)].filter(
    it => !font.hasGlyphForCodePoint(it.codePointAt(0)!),
  )
  if (lacks.length > 0) return [`${path} lacks ${lacks.join(' ')}`, 'choose a face that has them']
  const em = font.layout('0').advanceWidth / font.unitsPerEm
  if (role === 'code' && em > CODE_EM + 0.001)
    return [`its signs are ${em.toFixed(3)} em wide, ${CODE_EM} is the most`, 'choose a narrower face for code']
  return undefined
}
