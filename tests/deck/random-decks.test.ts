import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../src/files/root.ts'
import { seeds } from '../sample.ts'
import { randomDecks, unlocated } from './random-decks.ts'

/** A deck of the shipped talk takes 0.2 s on a quiet machine; all 500, on one that does other things, some minutes. */
const LIMIT_MS = 900_000

describe.each([
  ['the shipped talk', root],
  ['a talk with a dataset of its own', join(root, 'examples/network-receive')],
])('%s', (_, folder) => {
  const { randomSlides, randomCut, outcomeOf } = randomDecks(folder)

  test(
    'slides dropped, moved, hidden and repeated at random give a right deck, or faults with a place',
    { tags: ['sampled'], timeout: LIMIT_MS },
    () => {
      const outcomes = seeds(6, 500).map(seed => ({ seed, ...outcomeOf(randomSlides(seed)) }))
      expect(outcomes.filter(it => it.wrong.length > 0).map(({ seed, wrong }) => ({ seed, wrong }))).toEqual([])
      expect(outcomes.flatMap(it => unlocated(it.faults))).toEqual([])
    },
  )

  test(
    'a cut of up to five slides is right in at least two thirds of all cases',
    { tags: ['sampled'], timeout: LIMIT_MS },
    () => {
      const outcomes = seeds(6, 250).map(seed => ({ seed, ...outcomeOf(randomCut(seed)) }))
      expect(outcomes.filter(it => it.wrong.length > 0).map(({ seed, wrong }) => ({ seed, wrong }))).toEqual([])
      expect(outcomes.filter(it => it.faults.length === 0).length / outcomes.length).toBeGreaterThanOrEqual(2 / 3)
    },
  )
})

test('a class of callers that a scene highlights comes in with it, where no slide before has one of them', () => {
  const { outcomeOf } = randomDecks(root)
  const [head = '', ...blocks] = readFileSync(join(root, 'slides.md'), 'utf8').split(/\n(?=---\nlayout: )/)

  const blockOf = (id: string) => blocks.find(it => it.includes(`scene: ${id}\n`))!
  for (const before of [[], ['fprobe'], ['rethook', 'kretprobe']].map(it => it.map(blockOf)))
    expect(outcomeOf([head, ...before, blockOf('shared-code')].join('\n'))).toEqual({ faults: [], wrong: [] })
})
