import { expect, test } from 'vitest'
import { loadFiles, loadText } from '../../src/model/read/load-files.ts'
import { tryMutations } from './try-mutations.ts'

/** How many are tried here; `npm run test:faults` tries thousands. */
const TRIES = 150

test(
  'whatever happens to one file of the deck, it makes the right picture or is told where it is at fault',
  { timeout: 120_000 },
  () => {
    const { decks, faults, wrong } = tryMutations(new Map([...loadFiles(), ['slides.md', loadText('slides.md')!]]), {
      first: 1,
      tries: TRIES,
    })
    expect(wrong).toEqual([])
    // Both must happen often, or the changes are none.
    expect(Math.min(decks, faults)).toBeGreaterThan(TRIES / 10)
  },
)
