import { expect, test } from 'vitest'
import { loadFiles, loadText } from '../../src/model/read/load-files.ts'
import { seeds } from '../sample.ts'
import { tryMutations } from './try-mutations.ts'

test(
  'whatever happens to one file of the deck, it makes the right picture or is told where it is at fault',
  { tags: ['sampled'] },
  () => {
    const tried = seeds(60, 3000)
    const { decks, faults, wrong } = tryMutations(
      new Map([...loadFiles(), ['slides.md', loadText('slides.md')!]]),
      tried,
    )
    expect(wrong).toEqual([])
    // Both must happen often, or the changes are none.
    expect(Math.min(decks, faults)).toBeGreaterThan(tried.length / 10)
  },
)
