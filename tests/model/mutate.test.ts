import { expect, test } from 'vitest'
import { loadFiles, loadText } from '../../src/model/read/load-files.ts'
import { seeds } from '../sample.ts'
import { tryMutations } from './try-mutations.ts'

test(
  'any change of one file of the deck gives the right picture, or a fault with its place',
  { tags: ['sampled'] },
  () => {
    const tried = seeds(30, 3000)
    const { decks, faults, wrong } = tryMutations(
      new Map([...loadFiles(), ['slides.md', loadText('slides.md')!]]),
      tried,
    )
    expect(wrong).toEqual([])
    // Both must happen often, or the changes are none.
    expect(Math.min(decks, faults)).toBeGreaterThan(tried.length / 10)
  },
)
