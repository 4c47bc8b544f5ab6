import { shortcutsLocked } from '@slidev/client/state/index.ts'
import { onKeyStroke } from '@vueuse/core'
import { keyOrder } from '../../src/presentation/key-order.ts'

/** Elements in which keys type or choose something. */
const TYPING = 'input, textarea, select, [contenteditable]'

/**
 * Run an action at a key, unless the element with the focus takes text or another view has locked the keys. Ends with
 * the scope that calls it.
 *
 * @param actions - the actions by what keys mean, see {@link keyOrder}; each gets whether the key is held down.
 */
export function onKeys(actions: Readonly<Record<string, (isHeld: boolean) => void>>): void {
  onKeyStroke(true, event => {
    const action = actions[keyOrder(event) ?? '']
    if (!action || event.defaultPrevented || shortcutsLocked.value) return
    // The document's focus, not the event's target: a menu gives up the focus at a key of the clicker.
    if (document.activeElement?.closest(TYPING)) return
    event.preventDefault()
    action(event.repeat)
  })
}
