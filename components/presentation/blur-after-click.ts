import { useNav } from '@slidev/client'

/** Keys of the talk that mean nothing to a link or a button; Slidev heeds none while one of those has the focus. */
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

/** The link or the button of the talk itself that has the focus: what is open over it keeps its own. */
function focused(): HTMLElement | undefined {
  const { activeElement } = document
  const isControl = activeElement instanceof HTMLAnchorElement || activeElement instanceof HTMLButtonElement
  return isControl && !activeElement.closest('dialog') ? activeElement : undefined
}

/** Have the keys of the talk do what they do while a link or a button has the focus, and give it back after a click. */
export function releaseFocusAfterClick(): void {
  const { hasPrimarySlide } = useNav()

  // Before Slidev looks where the focus is.
  document.addEventListener(
    'keydown',
    ({ key }) => {
      const control = focused()
      if (hasPrimarySlide.value && (TALK_KEYS.has(key) || (key === ' ' && control instanceof HTMLAnchorElement)))
        control?.blur()
    },
    { capture: true },
  )

  // Whoever clicked goes on by key: else the next Space would press the same button. A click by key has no detail.
  document.addEventListener('click', ({ detail }) => {
    if (detail > 0) focused()?.blur()
  })
}
