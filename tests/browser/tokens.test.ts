import { differenceCiede2000 } from 'culori'
import { beforeAll, describe, expect, test } from 'vitest'
import { colorOf, contrast, LEAST_CONTRAST, type Vision, VISIONS } from '../../src/rehearse/contrast.ts'
import { useOpenDeck } from './support/open-deck.ts'

/** What is written in which colour on which. */
const TEXTS = [
  ['ink', 'paper'],
  ['soft-ink', 'paper'],
  ['accent', 'paper'],
  ['on-accent', 'accent'],
  ['ink', 'mark-fill'],
  ['ink', 'exception-fill'],
  ['ink', 'other-fill'],
  ['ink', 'sparse-fill'],
  ['soft-ink', 'exception-fill'],
  ['soft-ink', 'other-fill'],
  ['soft-ink', 'sparse-fill'],
] as const

/** What is drawn in which colour on which, and means something: outlines, hatching, links, marks. */
const DRAWN = [
  ['soft-ink', 'paper'],
  ['accent', 'paper'],
  ['accent', 'mark-fill'],
  ['exception', 'paper'],
  ['exception', 'exception-fill'],
  ['other', 'paper'],
  ['other', 'other-fill'],
  ['sparse', 'paper'],
  ['sparse', 'sparse-fill'],
  ['sparse-hatch', 'sparse-fill'],
] as const

/**
 * Colours with different meanings, as lines and as backgrounds, and their minimum distance in CIEDE2000, where 2 is
 * just noticeable.
 */
const APART = [
  [['exception', 'other', 'sparse'], 12],
  [['exception-fill', 'other-fill', 'sparse-fill', 'mark-fill'], 6],
] as const

const open = useOpenDeck()
const schemes = ['light', 'dark'] as const
const visions = Object.keys(VISIONS) as Vision[]
let tokens: Record<(typeof schemes)[number], Readonly<Record<string, string>>>

beforeAll(async () => {
  const names = [...new Set([...TEXTS, ...DRAWN, ...APART.map(([group]) => group)].flat())]
  const read = async (colorScheme: (typeof schemes)[number]) => {
    const { page } = await open.newPage({ colorScheme })
    await page.goto(open.origin)
    await page.waitForSelector('.slide')
    // Drawn, so that the browser has worked out what the token is, and not how it is written.
    const colors = await page.evaluate(
      names =>
        names.map(name => {
          const probe = document.body.appendChild(document.createElement('i'))
          probe.style.color = `var(--${name})`
          return [name, getComputedStyle(probe).color] as const
        }),
      names,
    )
    await page.context().close()
    return Object.fromEntries(colors)
  }
  tokens = { light: await read('light'), dark: await read('dark') }
})

describe.each(schemes.flatMap(scheme => visions.map(vision => [scheme, vision] as const)))(
  'the tokens, %s, %s vision',
  (scheme, vision) => {
    const faint = (pairs: readonly (readonly [string, string])[], least: number) =>
      pairs
        .map(
          ([on, background]) =>
            [`${on} on ${background}`, contrast(tokens[scheme][on]!, tokens[scheme][background]!, vision)] as const,
        )
        .filter(([, found]) => found < least)
        .map(([pair, found]) => `${pair}: ${found.toFixed(2)}`)

    test('can be read: text has 4.5:1 on all that it stands on', () => {
      expect(faint(TEXTS, LEAST_CONTRAST.text)).toEqual([])
    })

    test('can be seen: what is drawn and means something has 3:1', () => {
      expect(faint(DRAWN, LEAST_CONTRAST.drawn)).toEqual([])
    })

    test('differ: the colours of the classes, and of a marked line', () => {
      const differ = differenceCiede2000()
      const seen = (name: string) => VISIONS[vision](colorOf(tokens[scheme][name]!))
      const close = APART.flatMap(([group, least]) =>
        group.flatMap((a, i) =>
          group
            .slice(i + 1)
            .map(b => [`${a} and ${b}`, differ(seen(a), seen(b))] as const)
            .filter(([, found]) => found < least)
            .map(([pair, found]) => `${pair}: ${found.toFixed(1)}`),
        ),
      )
      expect(close).toEqual([])
    })
  },
)
