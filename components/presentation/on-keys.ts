import { shortcutsLocked } from '@slidev/client/state/index.ts'
import { onKeyStroke } from '@vueuse/core'

/** Where keys type or choose something, and are no commands. */
const TYPING = 'input, textarea, select, [contenteditable]'

/**
 * Have keys do something, whichever element has the focus, unless it takes typed text or another view holds the keys.
 * It ends with the scope that calls it.
 *
 * @param actions - what to do, by `KeyboardEvent.key`, given whether the key is held down.
 */
export function onKeys(actions: Readonly<Record<string, (isHeld: boolean) => void>>): void {
  onKeyStroke(Object.keys(actions), event => {
    const isModified = event.ctrlKey || event.metaKey || event.altKey
    if (event.defaultPrevented || isModified || shortcutsLocked.value) return
    // Asked of the document, not of the event: a menu gives up the focus when a key is not its own.
    if (document.activeElement?.closest(TYPING)) return
    event.preventDefault()
    actions[event.key]!(event.repeat)
  })
}
