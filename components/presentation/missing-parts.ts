// What becomes of a wish for which something has to be loaded that cannot be, as when the server is gone before the
// window was idle. No window shows a thing and names another: all go back, and this one says why.
import { loadViewpoint, type ChosenViewpoint } from '../dataset/load-viewpoint.ts'
import { sayInDeckLanguage } from '../dataset/use-say.ts'
import { sayOverSlide } from './say-over-slide.ts'
import { change, deck, said } from './use-presentation.ts'

/** Say that something could not be loaded. */
export function sayMissing(): void {
  sayOverSlide(sayInDeckLanguage('This could not be loaded: the server does not answer. All stays as it was.'))
}

/** The kernel source could not be loaded: every window goes back to the sketch. */
export function sourceIsMissing(): void {
  change({ source: 0 })
  sayMissing()
}

/** The viewpoint of the last slide that was drawn here. */
let shown: ChosenViewpoint = { arch: deck.value.arch, release: undefined }

/**
 * Note at which viewpoint this window has drawn a slide.
 *
 * @param viewpoint - all that it needs has been loaded.
 */
export function noteShown({ arch, release }: ChosenViewpoint): void {
  shown = { arch, release }
}

/**
 * Load what a chosen viewpoint needs. Where it cannot be loaded, every window goes back to the viewpoint before.
 *
 * @param viewpoint - the one on show.
 */
export async function loadOrGoBack({ arch, release }: ChosenViewpoint): Promise<void> {
  try {
    await loadViewpoint(arch, release)
  } catch {
    sayMissing()
    const { show } = said.value
    // Unless another window has gone back already, or another viewpoint was chosen.
    if (show.arch === arch && show.release === release) change(shown)
  }
}
