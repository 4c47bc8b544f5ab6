import { differenceCiede2000 } from 'culori'
import type { Fault } from '../errors/fault.ts'
import type { YamlFile } from '../model/yaml/parse-yaml.ts'
import { colorOf, contrast, LEAST_CONTRAST, type Vision, VISIONS } from './contrast.ts'
import { type Colour, type Look, SCHEMES } from '../model/schema/look.ts'

/** Two colours, the first written or drawn on the second. */
type Pair = readonly [on: Colour, background: Colour]

/** What is written in which colour on which. */
const TEXTS: readonly Pair[] = [
  ['ink', 'paper'],
  ['soft-ink', 'paper'],
  ['accent', 'paper'],
  ['paper', 'ink'],
  ['ink', 'mark-fill'],
  ['ink', 'exception-fill'],
  ['ink', 'other-fill'],
  ['ink', 'sparse-fill'],
  ['soft-ink', 'exception-fill'],
  ['soft-ink', 'other-fill'],
  ['soft-ink', 'sparse-fill'],
]

/** What is drawn in which colour on which, and means something: outlines, hatching, links, marks, what is new. */
const DRAWN: readonly Pair[] = [
  ['soft-ink', 'paper'],
  ['accent', 'paper'],
  ['ink', 'mark-fill'],
  ['exception', 'paper'],
  ['exception', 'exception-fill'],
  ['other', 'paper'],
  ['other', 'other-fill'],
  ['sparse', 'paper'],
  ['sparse', 'sparse-fill'],
  ['sparse-hatch', 'sparse-fill'],
]

/**
 * Colours with different meanings, as lines and as backgrounds, and their minimum distance in CIEDE2000, where 2 is
 * just noticeable.
 */
const APART: readonly (readonly [group: readonly Colour[], least: number])[] = [
  // The lines of the classes, and the ink that fills what is new.
  [['exception', 'other', 'sparse', 'ink'], 12],
  // The fills of the classes, of a marked line, and of what is new.
  [['exception-fill', 'other-fill', 'sparse-fill', 'mark-fill', 'ink'], 6],
]

/** Who sees colours so, after `as`. */
const SEEN_BY: Readonly<Record<Vision, string>> = {
  normal: '',
  protanopia: ', as people with protanopia see it',
  deuteranopia: ', as people with deuteranopia see it',
  tritanopia: ', as people with tritanopia see it',
}

/**
 * Find colours of a look that cannot be read, seen, or distinguished: contrast by WCAG AA and distance by CIEDE2000,
 * for most people and for those who lack one of the three kinds of cones.
 *
 * @param look - the look.
 * @param faultAt - makes a fault at a part of its file.
 * @returns a fault for each pair that fails, for those who see it worst.
 */
export function judgeLook(look: Look, faultAt: YamlFile<Look>['faultAt']): readonly Fault[] {
  return SCHEMES.flatMap(scheme => {
    const colours = look[scheme]
    const named = (name: Colour) => `${name} ${colours[name]}`
    const faint = (pairs: readonly Pair[], least: number, what: string) =>
      pairs.flatMap(([on, background]) => {
        const [worst, vision] = worstOf(seen => contrast(colours[on], colours[background], seen))
        if (worst >= least) return []
        return faultAt(
          [scheme, on],
          'look',
          `${scheme}: ${named(on)} on ${named(background)} has a contrast of ${worst.toFixed(2)}${SEEN_BY[vision]}; ${what} needs ${least}`,
          `make one of them ${scheme === 'light' ? 'darker or the other lighter' : 'lighter or the other darker'}`,
        )
      })
    const differ = differenceCiede2000()
    const close = APART.flatMap(([group, least]) =>
      pairsOf(group).flatMap(([a, b]) => {
        const [worst, vision] = worstOf(seen =>
          differ(VISIONS[seen](colorOf(colours[a])), VISIONS[seen](colorOf(colours[b]))),
        )
        if (worst >= least) return []
        return faultAt(
          [scheme, b],
          'look',
          `${scheme}: ${named(a)} and ${named(b)} differ by ${worst.toFixed(1)} in CIEDE2000${SEEN_BY[vision]}; what has another meaning needs ${least}`,
          'choose colours further apart, in lightness too',
        )
      }),
    )
    return [
      ...faint(TEXTS, LEAST_CONTRAST.text, 'text'),
      ...faint(DRAWN, LEAST_CONTRAST.drawn, 'what is drawn'),
      ...close,
    ]
  })
}

/** The least of what each kind of vision comes to, and whose it is. */
function worstOf(measure: (vision: Vision) => number): readonly [least: number, vision: Vision] {
  return (Object.keys(VISIONS) as Vision[])
    .map(vision => [measure(vision), vision] as const)
    .reduce((least, it) => (it[0] < least[0] ? it : least))
}

function pairsOf<T>(group: readonly T[]): readonly (readonly [T, T])[] {
  return group.flatMap((a, i) => group.slice(i + 1).map(b => [a, b] as const))
}
