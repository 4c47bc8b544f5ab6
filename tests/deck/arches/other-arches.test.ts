import { describe, expect, test } from 'vitest'
import { deckModules } from '../../../src/build/deck-modules.ts'
import type { Deck } from '../../../src/deck/deck.ts'
import { type OtherArches, withOtherArches } from '../../../src/deck/arches/other-arches.ts'
import { sceneForArch } from '../../../src/deck/scene-for-arch.ts'

const modules = deckModules()
const deck = JSON.parse(modules.deck()) as Deck
const own = JSON.parse(modules.ownDeck()) as Deck
const others = JSON.parse(modules.otherArches()) as OtherArches

describe('partOtherArches(deck)', () => {
  test('leaves all that the own arch shows', () => {
    for (const id of Object.keys(deck.scenes)) {
      const { citationsByArch, highlights, matrix, ...scene } = sceneForArch(own, id, own.arch)
      const { citationsByArch: all, highlights: marks, matrix: rows, ...wanted } = sceneForArch(deck, id, deck.arch)
      expect(scene).toEqual(wanted)
      const arch = scene.arch ?? deck.arch
      expect([citationsByArch?.[arch], highlights?.[arch], matrix?.[arch]]).toEqual([
        all?.[arch],
        marks?.[arch],
        rows?.[arch],
      ])
    }
  })

  test('leaves what each step shows of an arch, and of all arches in the table of them', () => {
    for (const { arch = deck.arch, view, steps } of Object.values(deck.scenes))
      for (const of of view === 'arches' ? deck.arches.map(it => it.id) : [arch])
        for (const { release } of steps)
          expect(own.availability[of]?.[release], `${of} ${release}`).toEqual(deck.availability[of]![release])
  })

  test('takes what only other arches show: more than a third of the deck', () => {
    expect(modules.ownDeck().length).toBeLessThan((2 / 3) * modules.deck().length)
    for (const values of [own.otherArches, own.scenes['matrix']?.matrix])
      expect(Object.keys(values ?? {}).filter(it => it !== own.arch)).toEqual([])
  })

  test('is put together again by withOtherArches()', () => {
    expect(withOtherArches(own, others)).toEqual(deck)
  })
})
