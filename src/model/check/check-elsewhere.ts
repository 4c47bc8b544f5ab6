import type { Fault } from '../../errors/fault.ts'
import type { SlideSource } from '../read/slide-sources.ts'
import { withoutCode } from './check-comments.ts'

type Body = Pick<SlideSource, 'file' | 'bodyLine' | 'content'>

/** What Slidev fetches from another server each time that the slide is shown. */
const FETCHED: readonly (readonly [pattern: RegExp, inCode: boolean])[] = [
  [/^\s*`{3,}\s*plantuml\b/im, true],
  [/<(?:youtube|tweet|bluesky)(?![\w-])/i, false],
]

/**
 * Find what a slide would fetch from another server: a deck is shown without a network, and asks no one for anything.
 *
 * @param body - of a slide.
 * @returns a fault for the first diagram, video or post of each kind.
 */
export function checkElsewhere({ file, bodyLine, content }: Body): readonly Fault[] {
  return FETCHED.flatMap(([pattern, inCode]) => {
    const found = pattern.exec(inCode ? content : withoutCode(content))
    if (!found) return []
    const line = bodyLine + content.slice(0, found.index + found[0].search(/\S/)).split('\n').length - 1
    const tip = 'put a picture into public/: a deck loads nothing from elsewhere'
    return [{ file, line, col: 1, code: 'slides', problem: `${found[0].trim()} is fetched from another server`, tip }]
  })
}
