import { shortcutsLocked } from '@slidev/client/state/index.ts'

/** Where keys are letters, or choose, and no orders. */
const TYPING = 'input, textarea, select, [contenteditable]'

/**
 * Have keys do something, whatever has the focus, but where somebody types or another view has the keys.
 *
 * @param orders - what to do, by `KeyboardEvent.key`; it is told whether the key is being held.
 * @returns ends it.
 */
export function onKeys(orders: Readonly<Record<string, (isHeld: boolean) => void>>): () => void {
  function press(event: KeyboardEvent) {
    const order = orders[event.key]
    if (!order || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || shortcutsLocked.value)
      return
    // What has the focus now: a menu lets go of it when a key is not its own.
    if (document.activeElement?.closest(TYPING)) return
    event.preventDefault()
    order(event.repeat)
  }
  window.addEventListener('keydown', press)
  return () => window.removeEventListener('keydown', press)
}
