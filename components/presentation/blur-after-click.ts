import { useNav } from '@slidev/client'

/** Keys of the talk that do nothing on a link or a button. Slidev ignores all keys while one of those has the focus. */
const TALK_KEYS = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'PageUp',
  'PageDown',
  'Escape',
  'd',
  'f',
  'g',
  'o',
])

/** The link or button of the talk that has the focus, if one has; a dialog over the talk keeps its own focus. */
function focused(): HTMLElement | undefined {
  const { activeElement } = document
  const isControl = activeElement instanceof HTMLAnchorElement || activeElement instanceof HTMLButtonElement
  return isControl && !activeElement.closest('dialog') ? activeElement : undefined
}

/** Keep the keys of the talk working: a link or a button loses the focus at the next such key, and after a click. */
export function releaseFocusAfterClick(): void {
  const { hasPrimarySlide } = useNav()

  // In the capture phase: before Slidev looks at the focus.
  document.addEventListener(
    'keydown',
    ({ key }) => {
      const control = focused()
      if (hasPrimarySlide.value && (TALK_KEYS.has(key) || (key === ' ' && control instanceof HTMLAnchorElement)))
        control?.blur()
    },
    { capture: true },
  )

  // After a click the next Space goes on in the talk; with the focus left where it is, it would press the same button
  // again. A click by key has no detail.
  document.addEventListener('click', ({ detail }) => {
    if (detail > 0) focused()?.blur()
  })
}
