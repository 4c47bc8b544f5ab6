import { pagesOn } from '../../src/deck/panels/kernel-source-pages.ts'
import { useDeck } from '../dataset/use-deck.ts'
import { onKeys } from './on-keys.ts'
import { useShow } from './use-presentation.ts'

/** The keys that a clicker sends: one click on, one back, and black by two names. */
export const CLICKER_KEYS: readonly string[] = ['PageDown', 'PageUp', '.', 'b']

/** How often a key that is held steps, ms; what the system sends meanwhile is dropped, so that nothing is left to do when it is let go. */
const HELD = 150

/** The keys of a clicker, and those that switch arch, release and source, in every window. */
export function useClicker(): void {
  const { show, change, step } = useShow()
  const deck = useDeck()
  let last = 0

  function walk(by: 1 | -1, isHeld: boolean) {
    const now = performance.now()
    if (isHeld && now - last < HELD) return
    last = now
    step(by)
  }

  function black(isHeld: boolean) {
    if (!isHeld) change({ isBlack: !show.value.isBlack })
  }

  function arch(by: 1 | -1) {
    const ids = deck.value.arches.map(it => it.id)
    change({ arch: ids.at((ids.indexOf(show.value.arch) + by) % ids.length)! })
  }

  function release(by: 1 | -1) {
    const all = [undefined, ...deck.value.releases]
    change({ release: all.at((all.indexOf(show.value.release) + by) % all.length) })
  }

  async function source(by: 1 | -1) {
    const { default: sources } = await import('virtual:own-sources')
    const pages = pagesOn(sources, deck.value.order[show.value.no - 1]!, show.value.arch).length
    change({ source: (show.value.source + by + pages + 1) % (pages + 1) })
  }

  onKeys({
    PageDown: isHeld => walk(1, isHeld),
    PageUp: isHeld => walk(-1, isHeld),
    '.': black,
    b: black,
    a: () => arch(1),
    A: () => arch(-1),
    r: () => release(1),
    R: () => release(-1),
    k: () => void source(1),
    K: () => void source(-1),
  })
}
