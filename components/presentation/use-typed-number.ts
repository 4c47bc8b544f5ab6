import { shortcutsLocked } from '@slidev/client/state/index.ts'
import { onKeyStroke } from '@vueuse/core'
import { readonly, ref, type Ref } from 'vue'
import { nearestPosition } from '../../src/presentation/presentation-state.ts'
import { usePresentation } from './use-presentation.ts'

/** How long a typed number waits for Enter, ms. */
const WAIT_MS = 3000

const typed = ref('')

/** The number of a slide that is being typed in this window; empty for none. */
export function useTypedNumber(): Readonly<Ref<string>> {
  return readonly(typed)
}

/** Go to a slide by its number and Enter. Enter alone is left to what has the focus. */
export function goToTypedNumber(): void {
  const { change, clicks } = usePresentation()
  let timer: ReturnType<typeof setTimeout> | undefined
  onKeyStroke(event => {
    const isModified = event.ctrlKey || event.metaKey || event.altKey
    if (event.defaultPrevented || isModified || shortcutsLocked.value) return
    if (document.activeElement?.closest('input, textarea, select, [contenteditable]')) return
    clearTimeout(timer)
    const wanted = typed.value
    typed.value = /^\d$/.test(event.key) ? wanted + event.key : ''
    timer = setTimeout(() => (typed.value = ''), WAIT_MS)
    if (event.key !== 'Enter' || wanted === '') return
    event.preventDefault()
    change({ ...nearestPosition(Number(wanted), 0, clicks.value), isBlack: false, answer: undefined })
  })
}
