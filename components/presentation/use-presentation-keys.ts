import { pagesForArch } from '../../src/deck/panels/kernel-source-pages.ts'
import { useDeck } from '../dataset/use-deck.ts'
import { sayMissing } from './missing-parts.ts'
import { onKeys } from './on-keys.ts'
import { nearestPosition } from '../../src/presentation/presentation-state.ts'
import { goToTypedNumber } from './use-typed-number.ts'
import { usePresentation } from './use-presentation.ts'

/** The keys that a clicker sends: one click on, one back, and two for black. */
export const CLICKER_KEYS: readonly string[] = ['PageDown', 'PageUp', '.', 'b']

/**
 * The time between two steps of a key that is held, ms. Repeats in between are dropped, so that no steps are pending
 * when the key is released.
 */
const KEY_REPEAT_MS = 150

/** Handle the keys of a clicker, those that jump, and those that switch arch, release and kernel source. */
export function usePresentationKeys(): void {
  const { show, clicks, change, step } = usePresentation()
  const deck = useDeck()
  let last = 0

  function stepOnce(by: 1 | -1, isHeld: boolean) {
    const now = performance.now()
    if (isHeld && now - last < KEY_REPEAT_MS) return
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
    const loaded = await import('virtual:kernel-sources').catch(sayMissing)
    if (!loaded) return
    const { default: sources } = loaded
    const pages = pagesForArch(sources, deck.value.order[show.value.no - 1]!, show.value.arch).length
    change({ source: (show.value.source + by + pages + 1) % (pages + 1) })
  }

  function goTo(no: number) {
    change({ ...nearestPosition(no, 0, clicks.value), isBlack: false, answer: undefined })
  }

  goToTypedNumber()
  onKeys({
    Home: () => goTo(1),
    End: () => goTo(deck.value.order.length),
    PageDown: isHeld => stepOnce(1, isHeld),
    PageUp: isHeld => stepOnce(-1, isHeld),
    '.': black,
    b: black,
    // These are bound only where there is more than one to switch to.
    ...(deck.value.arches.length > 1 && { a: () => arch(1), A: () => arch(-1) }),
    ...(deck.value.releases.length > 1 && { r: () => release(1), R: () => release(-1) }),
    k: () => void source(1),
    K: () => void source(-1),
    // A clicker's start key. Without the server, which the talk no longer needs, a reload would lose it.
    ...(import.meta.hot ? {} : { F5: () => undefined }),
  })
}
